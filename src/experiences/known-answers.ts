import type { FetchedExperience } from '../client/decode-fetch.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import type { DefaultReason, FailureReason } from '../core/experience.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { ActiveKeys } from './active-keys.js';
import type { AnswerCache } from './answer-cache.js';
import type { VisitorKey } from './visitor-key.js';

/** What can be said of a key without asking. */
export type KnownAnswer =
  /** `fetched` is absent where the visitor matches nothing. */
  | { readonly kind: 'answered'; readonly fetched: FetchedExperience | undefined; readonly source: 'cache' | 'stale' }
  | { readonly kind: 'unanswered'; readonly reason: DefaultReason };

/** What is known for one visitor, key by key; `undefined` for a key that has to be asked for. */
export type KnownFor = (visitor: VisitorContext) => (key: string) => KnownAnswer | undefined;

/** Why nothing would be sent now; `undefined` where a call may go. */
export type Refusal = () => FailureReason | undefined;

/** Without a cache: only that asking makes no sense. */
export function knowRefusals(refusal: Refusal): KnownFor {
  return () => {
    const reason = refusal();
    const answer: KnownAnswer | undefined = reason && { kind: 'unanswered', reason };
    return () => answer;
  };
}

/** Fresh answers; and while nothing is sent, older ones, or that there is none. */
export function knowCached(
  refusal: Refusal,
  ports: {
    readonly cache: AnswerCache;
    readonly visitorKey: VisitorKey;
    readonly clock: Clock;
    readonly counters: Counters;
  },
): KnownFor {
  const { cache, visitorKey, clock, counters } = ports;
  return (visitor) => {
    const reason = refusal();
    const refused: KnownAnswer | undefined = reason && { kind: 'unanswered', reason };
    if (cache.size === 0 || (cache.isLastResort && refused === undefined)) return () => refused;
    const visitorText = visitorKey(visitor);
    const now = clock.monotonic();
    return (key) => {
      const found = cache.read(visitorText, key, now);
      if (found === undefined) return refused;
      const { experience: fetched, freshness } = found;
      // One that is to be asked for again is left to those who ask.
      if (freshness !== 'fresh' && refused === undefined) return undefined;
      const source = freshness === 'stale' ? 'stale' : 'cache';
      counters[source === 'stale' ? 'staleHits' : 'freshHits'] += 1;
      return { kind: 'answered', fetched, source };
    };
  };
}

/** The same, and of a key that nobody matches that it is not active. */
export function knowInactive(known: KnownFor, activeKeys: ActiveKeys): KnownFor {
  return (visitor) => {
    const knownFor = known(visitor);
    return (key) => (activeKeys.isActive(key) ? knownFor(key) : { kind: 'unanswered', reason: 'NOT_ACTIVE' });
  };
}
