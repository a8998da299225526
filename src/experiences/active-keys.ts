import type { CallFailure } from '../client/fetch-chunks.js';
import type { ExperienceMeta } from '../client/fetch-metadata.js';
import type { Clock } from '../core/clock.js';
import { nearestName } from '../core/nearest-name.js';
import type { Warnings } from '../core/warnings.js';
import type { Ask, SourcedOutcome } from './sourced-outcome.js';

/** Keys change seldom; the vendor's own advice is to look once a day. */
const refreshMs = 86_400_000;

/** After a failure sooner, and later each time. */
const firstRetryMs = 60_000;
const longestRetryMs = 3_600_000;

/** Which keys are worth asking for. */
export interface ActiveKeys {
  /** `true` as long as nothing is known. */
  isActive(key: string): boolean;
  /** Ends the refreshing. */
  stop(): void;
}

export interface ActiveKeysPorts {
  /** All experiences of the workspace, of any status. Must not reject. */
  readonly fetchMetadata: () => Promise<readonly ExperienceMeta[] | CallFailure>;
  readonly clock: Clock;
  readonly warnings: Warnings;
}

/** Reads the metadata at once and daily, behind the pages' back. */
export function watchActiveKeys({ fetchMetadata, clock, warnings }: ActiveKeysPorts): ActiveKeys {
  let known: ReadonlyMap<string, ExperienceMeta> | undefined;
  let retryMs = firstRetryMs;
  let cancel = (): void => undefined;
  let isStopped = false;

  const refresh = async (): Promise<void> => {
    const found = await fetchMetadata();
    if (isStopped) return;
    if ('reason' in found) {
      cancel = clock.after(retryMs, () => void refresh());
      retryMs = Math.min(retryMs * 2, longestRetryMs);
      return;
    }
    known = new Map(found.map((experience) => [experience.key, experience]));
    retryMs = firstRetryMs;
    cancel = clock.after(refreshMs, () => void refresh());
  };
  void refresh();

  const warnOfUnknown = (key: string, keys: readonly string[]): void => {
    const meant = nearestName(key, keys);
    const hint = meant === undefined ? '' : `; did you mean '${meant}'?`;
    warnings.once('MOE_WARN_UNKNOWN_KEY', key, `The workspace has no experience '${key}'${hint}`);
  };

  return {
    isActive(key) {
      if (known === undefined) return true;
      const experience = known.get(key);
      if (experience === undefined) warnOfUnknown(key, [...known.keys()]);
      return experience?.status === 'Active';
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
}

/** Asks for the active keys only; the others get their defaults without a call. */
export function askActiveOnly(ask: Ask, activeKeys: ActiveKeys): Ask {
  return async (visitor, keys, limits) => {
    if (keys === 'all') return ask(visitor, keys, limits);
    const active = keys.filter((key) => activeKeys.isActive(key));
    if (active.length === keys.length) return ask(visitor, keys, limits);
    const inactive: SourcedOutcome = { kind: 'inactive', keys: keys.filter((key) => !active.includes(key)) };
    return active.length === 0 ? [inactive] : [inactive, ...(await ask(visitor, active, limits))];
  };
}
