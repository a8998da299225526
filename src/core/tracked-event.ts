import type { JsonValue } from './json.js';

export type EventKind = 'impression' | 'click';

/** One impression or click as it will be sent: fixed when it was tracked, and the same on every attempt. Frozen. */
export interface TrackedEvent {
  /** UUID v4, by which the API counts it once. */
  readonly uuid: string;
  readonly kind: EventKind;
  readonly customerId: string;
  /** Epoch seconds, when it happened. */
  readonly timeSeconds: number;
  /** The visitor's offset from UTC, east positive. */
  readonly utcOffsetSeconds: number;
  /** The experience context as fetched; of a click with `b_id`, which tells what was clicked. */
  readonly attributes: Readonly<Record<string, JsonValue>>;
}
