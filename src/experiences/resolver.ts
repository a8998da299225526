import type { CallFailure, ChunkOutcome, Keys } from '../client/fetch-chunks.js';
import type { CallLimits } from '../client/transport.js';
import type { DefaultReason, Experience, Variables } from '../core/experience.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import { defaultExperience, defaultsFor, matchedExperience } from './build-experience.js';

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
  /** The default of one key. */
  standIn(key: string, reason: DefaultReason): Experience;
}

export interface ResolverPorts {
  readonly fetch: (visitor: VisitorContext, keys: Keys, limits: CallLimits) => Promise<readonly ChunkOutcome[]>;
  readonly warnings: Warnings;
}

export function createResolver(
  defaults: Readonly<Record<string, Variables>>,
  { fetch, warnings }: ResolverPorts,
): Resolver {
  const standIn = (key: string, reason: DefaultReason): Experience =>
    defaultExperience(key, defaultsFor(defaults, key), reason);

  const reportFailure = ({ reason, status }: CallFailure): void => {
    // A visitor who has left is no fault of the API's.
    if (reason === 'ABORTED') return;
    const detail = status === undefined ? reason : `${reason}, HTTP ${status}`;
    warnings.repeated(
      'MOE_WARN_FETCH_FAILED',
      detail,
      `Experiences could not be fetched, defaults stand in: ${detail}`,
    );
  };

  const read = (outcome: ChunkOutcome): Resolution => {
    const { keys } = outcome;
    const asked = keys === 'all' ? undefined : keys;
    if (outcome.kind === 'failed') {
      const { reason } = outcome.failure;
      reportFailure(outcome.failure);
      return { experiences: (asked ?? []).map((key) => standIn(key, reason)), otherwise: reason };
    }
    const { experiences, dropped } = outcome.answer;
    for (const { key, problem } of dropped) {
      warnings.once('MOE_WARN_BAD_EXPERIENCE', key, `Experience '${key}' came but was dropped: ${problem}`);
    }
    const badKeys = new Set(dropped.map(({ key }) => key));
    const resolved = (asked ?? [...experiences.keys(), ...badKeys]).map((key) => {
      const fetched = experiences.get(key);
      if (fetched) return matchedExperience(fetched, defaultsFor(defaults, key));
      return standIn(key, badKeys.has(key) ? 'BAD_RESPONSE' : 'NOT_MATCHED');
    });
    return { experiences: resolved, otherwise: 'NOT_MATCHED' };
  };

  return {
    standIn,
    async resolve(visitor, keys, limits) {
      const resolutions = (await fetch(visitor, keys, limits)).map(read);
      return {
        experiences: resolutions.flatMap(({ experiences }) => experiences),
        otherwise: resolutions[0]?.otherwise ?? 'NOT_REQUESTED',
      };
    },
  };
}
