import type { ResolvedCacheOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import type { ForgottenCustomers } from '../core/forgotten-customers.js';
import { createAnswerCache } from './answer-cache.js';
import type { AnswerCache } from './answer-cache.js';
import { readThrough, rememberAnswers } from './caching.js';
import { coalesce } from './coalesce.js';
import { knowCached, knowRefusals } from './known-answers.js';
import type { KnownFor, Refusal } from './known-answers.js';
import type { Ask } from './sourced-outcome.js';
import { createVisitorKey } from './visitor-key.js';

/** An answer this much later than its page is still worth having for the next one. */
const mostLateMs = 150;

export interface CachedAsk {
  readonly ask: Ask;
  readonly known: KnownFor;
  readonly cache: AnswerCache | undefined;
}

/** The network behind what keeps it from being asked twice. From the outside in: cache, coalescing, filling the cache. */
export function assembleAsk(
  network: Ask,
  refusal: Refusal,
  options: { readonly cache: ResolvedCacheOptions | undefined; readonly timeoutMs: number },
  ports: { readonly clock: Clock; readonly counters: Counters; readonly forgotten: ForgottenCustomers },
): CachedAsk {
  const { cache: rules, timeoutMs } = options;
  const { clock, counters, forgotten } = ports;
  if (rules === undefined) return { ask: network, known: knowRefusals(refusal), cache: undefined };
  const cache = createAnswerCache(rules, clock);
  const visitorKey = createVisitorKey(rules.vary);
  const lateMs = Math.min(mostLateMs, timeoutMs);
  const filling = rememberAnswers(network, { cache, visitorKey, clock, forgotten });
  const once = coalesce(filling, visitorKey, { clock, counters, lateMs });
  return {
    ask: readThrough(once, { cache, visitorKey, clock, counters, refreshMs: timeoutMs }),
    known: knowCached(refusal, { cache, visitorKey, counters }),
    cache,
  };
}
