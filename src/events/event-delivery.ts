import type { EventCounts } from '../core/stats.js';
import type { TrackedEvent } from '../core/tracked-event.js';

export type { EventCounts, EventDropReason } from '../core/stats.js';

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
