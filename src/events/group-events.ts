import type { EventAction, EventElement } from '../client/encode-events.js';
import type { EventKind, TrackedEvent } from '../core/tracked-event.js';

const actionNames: Readonly<Record<EventKind, EventAction['action']>> = { impression: 'shown', click: 'clicked' };

function actionOf({ kind, uuid, timeSeconds, attributes }: TrackedEvent): EventAction {
  return { action: actionNames[kind], uuid, timeSeconds, attributes };
}

/**
 * The events as the API takes them: one element for each customer, in the order in which they first come. An element has
 * one offset from UTC, which is that of the customer's last event.
 */
export function groupEvents(events: readonly TrackedEvent[]): readonly EventElement[] {
  const byCustomer = new Map<string, { utcOffsetSeconds: number; readonly actions: EventAction[] }>();
  for (const event of events) {
    const { customerId, utcOffsetSeconds } = event;
    const known = byCustomer.get(customerId);
    if (known === undefined) byCustomer.set(customerId, { utcOffsetSeconds, actions: [actionOf(event)] });
    else {
      known.utcOffsetSeconds = utcOffsetSeconds;
      known.actions.push(actionOf(event));
    }
  }
  return [...byCustomer].map(([customerId, element]) => ({ customerId, ...element }));
}
