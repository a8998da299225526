import type { Keys } from '../client/fetch-chunks.js';
import type { CallLimits } from '../client/transport.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import type { DefaultReason, Experience, Variables } from '../core/experience.js';
import type { ResolveEvent, SafeObserver } from '../core/observer.js';
import { recordOf } from '../core/record.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import { defaultExperience, defaultsFor, matchedExperience } from './build-experience.js';
import type { Ask, SourcedOutcome } from './sourced-outcome.js';

/** What came of one question. */
export interface Resolution {
  /** One for each key that was asked for; for `'all'` one for each that the visitor matched. */
  readonly experiences: readonly Experience[];
  /** Why any key that is not among them has its default: for `'all'`, which names no keys. */
  readonly otherwise: DefaultReason;
}

/** Turns keys and a visitor into experiences. */
export interface Resolver {
  /** Never rejects: what cannot be had is a default with its reason. */
  resolve(visitor: VisitorContext, keys: Keys, limits: CallLimits): Promise<Resolution>;
  /** Keys that have defaults of their own. */
  readonly configuredKeys: readonly string[];
  /** The default of one key. */
  standIn(key: string, reason: DefaultReason): Experience;
}

export interface ResolverPorts {
  readonly ask: Ask;
  readonly warnings: Warnings;
  readonly counters: Counters;
  readonly clock: Clock;
  /** Absent where nobody observes, so that nothing is described for nobody. */
  readonly observer?: SafeObserver | undefined;
}

function describe(experiences: readonly Experience[]): ResolveEvent['experiences'] {
  return recordOf(experiences.map(({ key, source, reason }) => [key, { source, reason }] as const));
}

export function createResolver(
  defaults: Readonly<Record<string, Variables>>,
  { ask, warnings, counters, clock, observer }: ResolverPorts,
): Resolver {
  const standIn = (key: string, reason: DefaultReason): Experience =>
    defaultExperience(key, defaultsFor(defaults, key), reason);

  const count = ({ reason }: Experience): void => {
    if (reason !== undefined) counters.defaults[reason] = (counters.defaults[reason] ?? 0) + 1;
  };

  /** A key that nobody asked for is the API's own text, and may be anything. */
  const warnOfDropped = (key: string, problem: string, isOurs: boolean): void => {
    const subject = isOurs ? `Experience '${key}'` : 'An experience';
    warnings.once('MOE_WARN_BAD_EXPERIENCE', subject, `${subject} came but was dropped: ${problem}`);
  };

  const read = (outcome: SourcedOutcome): Resolution => {
    if (outcome.kind === 'inactive') {
      return { experiences: outcome.keys.map((key) => standIn(key, 'NOT_ACTIVE')), otherwise: 'NOT_ACTIVE' };
    }
    const { keys } = outcome;
    const asked = keys === 'all' ? undefined : keys;
    if (outcome.kind === 'failed') {
      const { reason } = outcome.failure;
      return { experiences: (asked ?? []).map((key) => standIn(key, reason)), otherwise: reason };
    }
    const { experiences, dropped } = outcome.answer;
    const badKeys = new Set(dropped.map(({ key }) => key));
    for (const { key, problem } of dropped) warnOfDropped(key, problem, asked?.includes(key) === true);
    const resolved = (asked ?? [...experiences.keys(), ...badKeys]).map((key) => {
      const fetched = experiences.get(key);
      if (fetched) return matchedExperience(fetched, defaultsFor(defaults, key), outcome.source);
      return standIn(key, badKeys.has(key) ? 'BAD_RESPONSE' : 'NOT_MATCHED');
    });
    return { experiences: resolved, otherwise: 'NOT_MATCHED' };
  };

  return {
    configuredKeys: Object.keys(defaults),
    standIn,
    async resolve(visitor, keys, limits) {
      const startedAt = clock.monotonic();
      const resolutions = (await ask(visitor, keys, limits)).map(read);
      const experiences = resolutions.flatMap((resolution) => resolution.experiences);
      experiences.forEach(count);
      observer?.onResolve({ experiences: describe(experiences), durationMs: clock.monotonic() - startedAt });
      return {
        experiences,
        otherwise: resolutions[0]?.otherwise ?? 'NOT_REQUESTED',
      };
    },
  };
}
