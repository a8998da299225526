import type { StoreDropReason } from './event-store.js';
import type { DefaultReason } from './experience.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Why a tracked event was not delivered. */
export type EventDropReason =
  | StoreDropReason
  /** The API refuses this event for good: a 400 or 413 for it alone. */
  | 'REFUSED'
  /** It came after `close()`. */
  | 'CLOSED';

/** How many events there are of each fate. At every instant queued + recovered = delivered + dropped + pending. */
export interface EventCounts {
  /** Tracked by this process. */
  readonly queued: number;
  /** Taken over from a process that ended. */
  readonly recovered: number;
  readonly delivered: number;
  readonly dropped: Readonly<Partial<Record<EventDropReason, number>>>;
  readonly pending: number;
  /** Age in milliseconds of the oldest that is pending. */
  readonly oldestMs: number | undefined;
}

/** Why something that a browser sent was not recorded. */
export type RefusalReason =
  /** A request that a page of another site made, or that does not say which page it is from. */
  | 'CROSS_SITE'
  /** One request too many from its address within a minute. */
  | 'RATE_LIMITED'
  /** A request of more than 32 KB. */
  | 'TOO_LARGE'
  /** A request that did not come whole, or not in time. */
  | 'INCOMPLETE'
  /** A request, or an event in it, that is not as the browser script writes it. */
  | 'MALFORMED'
  /** An event with a token that was not sealed here, or too long ago. */
  | 'BAD_TOKEN'
  /** From a program. */
  | 'BOT'
  /** A link that a browser loads ahead. */
  | 'PREFETCH'
  /** From a visitor who has not agreed to be counted, or no longer does. */
  | 'NO_CONSENT';

/** What has come from browsers. */
export interface ReportCounts {
  /** Events that were recorded. */
  readonly accepted: number;
  /** Events that had been recorded before, as after a replay. */
  readonly duplicates: number;
  /** Requests, and single events, that were not recorded. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
}

/** What the store that processes share was good for. */
export interface SharedCacheCounts {
  /** Keys that it answered. */
  readonly hits: number;
  /** Keys that it did not. */
  readonly misses: number;
  /** Texts in it that were not written by this version, with this secret. */
  readonly unreadable: number;
  /** Questions that went without it, as it was away. */
  readonly trouble: number;
}

/** What has happened since `createPersonalize`, and how things stand. A plain copy, fit for JSON. */
export interface PersonalizeStats {
  /** Requests that went through `personalize()`. */
  readonly pages: number;
  /** Calls that were sent to the API, second attempts included. */
  readonly calls: number;
  /** Questions that were answered by a call already under way. */
  readonly coalesced: number;
  /** Keys answered from the cache: while fresh, and where asking failed; and entries held. */
  readonly cache: {
    readonly fresh: number;
    readonly stale: number;
    readonly entries: number;
    /** `undefined` without `cache.store`. */
    readonly shared?: SharedCacheCounts | undefined;
  };
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
