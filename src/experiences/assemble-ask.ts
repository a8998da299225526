import type { ResolvedCacheOptions } from '../config/resolved-options.js';
import type { AnswerStore } from '../core/answer-store.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import { deriveKey } from '../core/derive-key.js';
import type { ForgottenCustomers } from '../core/forgotten-customers.js';
import type { Secret } from '../core/secret.js';
import { createTextSealer } from '../core/text-sealer.js';
import type { Warnings } from '../core/warnings.js';
import { createAnswerCache, jitter } from './answer-cache.js';
import type { AnswerCache, OnSame } from './answer-cache.js';
import { readThrough, rememberAnswers } from './caching.js';
import { coalesce } from './coalesce.js';
import { knowCached, knowRefusals } from './known-answers.js';
import type { KnownFor, Refusal } from './known-answers.js';
import { shareAnswers } from './share-answers.js';
import { createSharedAnswers } from './shared-answers.js';
import type { SharedAnswers } from './shared-answers.js';
import { createNameMaker } from './shared-names.js';
import type { Ask } from './sourced-outcome.js';
import { createVisitorKey } from './visitor-key.js';
import type { VisitorKey } from './visitor-key.js';

/** An answer this much later than its page is still worth having for the next one. */
const mostLateMs = 150;

/** The longest text that is shared: far more than the variations of a page have. */
const maxSharedLength = 1_048_576;

/** A text that was asked for by others is there at least until they have had a look. */
const leastSharedMs = 1_000;

export interface CachedAsk {
  readonly ask: Ask;
  readonly known: KnownFor;
  readonly cache: AnswerCache | undefined;
  /** With `cache.store`. */
  readonly shared: SharedAnswers | undefined;
}

export interface AskOptions {
  readonly cache: ResolvedCacheOptions | undefined;
  readonly timeoutMs: number;
  readonly apiKey: Secret;
  readonly workspaceId: string;
}

export interface AskPorts {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly forgotten: ForgottenCustomers;
  readonly warnings: Warnings;
  readonly onSame?: OnSame | undefined;
}

/** The store of all processes as one that holds answers; its keys are made of the API key, for this and nothing else. */
function openShared(
  store: AnswerStore,
  rules: ResolvedCacheOptions,
  { apiKey, workspaceId }: AskOptions,
  visitorKey: VisitorKey,
  { clock, counters, warnings }: AskPorts,
): SharedAnswers {
  const keyFor = (purpose: string): Buffer => deriveKey(apiKey, `shared answers 1: ${purpose}`, workspaceId);
  return createSharedAnswers({
    store: store.open({ clock, warnings }),
    names: createNameMaker(keyFor('names'), rules.vary),
    sealer: createTextSealer({ key: keyFor('texts'), check: keyFor('check') }, [], maxSharedLength),
    visitorKey,
    warnings,
    freshMs: () => jitter(rules.ttlMs, Math.random),
    staleMs: Math.max(rules.staleWhileRevalidateMs, rules.staleIfErrorMs, leastSharedMs),
    onUnreadable: () => {
      counters.shared.unreadable += 1;
    },
  });
}

/**
 * The network behind what keeps it from being asked twice. From the outside in: cache, coalescing, what other processes
 * know, filling the cache.
 */
export function assembleAsk(network: Ask, refusal: Refusal, options: AskOptions, ports: AskPorts): CachedAsk {
  const { cache: rules, timeoutMs } = options;
  const { clock, counters, forgotten } = ports;
  if (rules === undefined) {
    return { ask: network, known: knowRefusals(refusal), cache: undefined, shared: undefined };
  }
  const cache = createAnswerCache(rules, clock, { onSame: ports.onSame });
  const visitorKey = createVisitorKey(rules.vary);
  const lateMs = Math.min(mostLateMs, timeoutMs);
  const filling = rememberAnswers(network, { cache, visitorKey, clock, forgotten });
  const shared = rules.store && openShared(rules.store, rules, options, visitorKey, ports);
  const sharing = shared
    ? shareAnswers(filling, { shared, cache, clock, counters, forgotten, refreshMs: timeoutMs })
    : filling;
  const once = coalesce(sharing, visitorKey, { clock, counters, lateMs });
  return {
    ask: readThrough(once, { cache, visitorKey, clock, counters, refreshMs: timeoutMs }),
    known: knowCached(refusal, { cache, visitorKey, clock, counters }),
    cache,
    shared,
  };
}
