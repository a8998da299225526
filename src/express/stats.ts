import type { GuardedTransport } from '../client/guarded-transport.js';
import type { Counters } from '../core/counters.js';
import type { PersonalizeStats } from '../core/stats.js';
import type { EventDelivery } from '../events/event-delivery.js';
import type { AnswerCache } from '../experiences/answer-cache.js';
import type { BrowserRouter } from './router/browser-router.js';

export type { PersonalizeStats } from '../core/stats.js';

/** Of the parts that report. */
export interface EventParts {
  readonly delivery: Pick<EventDelivery, 'counts'>;
  readonly router: Pick<BrowserRouter, 'counts'>;
}

/** Of the parts that keep answers. */
export interface AnswerParts {
  readonly cache?: Pick<AnswerCache, 'size'> | undefined;
  /** There where other processes find them, too. */
  readonly shared?: unknown;
}

export function readStats(
  counters: Counters,
  { breaker, quota }: Pick<GuardedTransport, 'breaker' | 'quota'>,
  { cache, shared }: AnswerParts = {},
  events?: EventParts,
): PersonalizeStats {
  const { pages, calls, coalesced, freshHits, staleHits, defaults, latencies } = counters;
  return {
    pages,
    calls,
    coalesced,
    cache: {
      fresh: freshHits,
      stale: staleHits,
      entries: cache?.size ?? 0,
      ...(shared !== undefined && { shared: { ...counters.shared } }),
    },
    defaults: { ...defaults },
    breaker: breaker?.state,
    quotaLeft: quota?.left,
    latencyMs: { p50: latencies.percentile(0.5), p99: latencies.percentile(0.99) },
    events: events && { ...events.delivery.counts(), reports: events.router.counts() },
  };
}
