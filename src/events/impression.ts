import type { ExperienceContext } from '../core/experience.js';
import type { TrackedEvent } from '../core/tracked-event.js';

/** One experience as one page showed it to one visitor: what its impression and its clicks have in common. Frozen. */
export interface Impression {
  /** UUID v4 of the impression, whoever reports it: server or browser. */
  readonly uuid: string;
  readonly customerId: string;
  /** The visitor's offset from UTC, east positive. */
  readonly utcOffsetSeconds: number;
  /** The experience context as fetched. */
  readonly context: ExperienceContext;
}

/** The impression as it will be sent. */
export function impressionEvent(impression: Impression, timeSeconds: number): TrackedEvent {
  const { uuid, customerId, utcOffsetSeconds, context } = impression;
  return Object.freeze({
    uuid,
    kind: 'impression',
    customerId,
    timeSeconds,
    utcOffsetSeconds,
    attributes: context,
  });
}

/** A click on an element of what was shown; `elementId` tells which element. */
export function clickEvent(
  impression: Impression,
  click: { readonly uuid: string; readonly timeSeconds: number; readonly elementId: string | undefined },
): TrackedEvent {
  const { customerId, utcOffsetSeconds, context } = impression;
  const { uuid, timeSeconds, elementId } = click;
  const attributes = elementId === undefined ? context : Object.freeze({ ...context, b_id: elementId });
  return Object.freeze({ uuid, kind: 'click', customerId, timeSeconds, utcOffsetSeconds, attributes });
}
