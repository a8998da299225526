import type { StoreDropReason } from './event-store.js';
import type { TrackedEvent } from './tracked-event.js';

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

/** What `flush` and `close` achieved: since they were called, and what still waits when they return. */
export interface DeliveryReport {
  readonly delivered: number;
  readonly dropped: number;
  readonly pending: number;
}

/** Takes events at once and delivers them in the background. Nothing in it throws or rejects. */
export interface EventDelivery {
  track(event: TrackedEvent): void;
  /** Delivers what is pending now, as far as it comes within the time. */
  flush(limits: { readonly timeoutMs: number }): Promise<DeliveryReport>;
  /** The same, and then ends: timers stop, the store closes, later events are dropped. Again: the same promise. */
  close(limits: { readonly timeoutMs: number }): Promise<DeliveryReport>;
  /** Drops the customer's pending events; resolves to how many. What is on the wire already can't be called back. */
  forget(customerId: string): Promise<number>;
  counts(): EventCounts;
}
