import type { BreakerState } from '../client/breaker.js';
import type { GuardedTransport } from '../client/guarded-transport.js';
import type { Counters } from '../core/counters.js';
import type { DefaultReason } from '../core/experience.js';
import type { EventCounts, EventDelivery } from '../events/event-delivery.js';
import type { AnswerCache } from '../experiences/answer-cache.js';
import type { BrowserRouter } from './router/browser-router.js';
import type { ReportCounts } from './router/report-counts.js';

/** What has happened since `createPersonalize`, and how things stand. A plain copy, fit for JSON. */
export interface PersonalizeStats {
  /** Requests that went through `personalize()`. */
  readonly pages: number;
  /** Calls that were sent to the API, second attempts included. */
  readonly calls: number;
  /** Questions that were answered by a call already under way. */
  readonly coalesced: number;
  /** Keys answered from the cache: while fresh, and where asking failed; and entries held. */
  readonly cache: { readonly fresh: number; readonly stale: number; readonly entries: number };
  /** Keys that got their default, by reason. */
  readonly defaults: Readonly<Partial<Record<DefaultReason, number>>>;
  /** `undefined` where the option is off. */
  readonly breaker: BreakerState | undefined;
  /** Calls left in this minute, by this process's count; `undefined` where the option is off. */
  readonly quotaLeft: number | undefined;
  /** Milliseconds of the last 1,024 calls; `undefined` before the first. */
  readonly latencyMs: { readonly p50: number | undefined; readonly p99: number | undefined };
  /** Impressions and clicks on their way, and what browsers reported of them; `undefined` with `events: false`. */
  readonly events: (EventCounts & { readonly reports: ReportCounts }) | undefined;
}

/** Of the parts that report. */
export interface EventParts {
  readonly delivery: Pick<EventDelivery, 'counts'>;
  readonly router: Pick<BrowserRouter, 'counts'>;
}

export function readStats(
  counters: Counters,
  { breaker, quota }: GuardedTransport,
  cache: AnswerCache | undefined,
  events?: EventParts,
): PersonalizeStats {
  const { pages, calls, coalesced, freshHits, staleHits, defaults, latencies } = counters;
  return {
    pages,
    calls,
    coalesced,
    cache: { fresh: freshHits, stale: staleHits, entries: cache?.size ?? 0 },
    defaults: { ...defaults },
    breaker: breaker?.state,
    quotaLeft: quota?.left,
    latencyMs: { p50: latencies.percentile(0.5), p99: latencies.percentile(0.99) },
    events: events && { ...events.delivery.counts(), reports: events.router.counts() },
  };
}
