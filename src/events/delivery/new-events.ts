import type { BatchLimits } from '../../core/event-store.js';
import type { TrackedEvent } from '../../core/tracked-event.js';

/** What an event is as JSON text beside its attributes and the id of its customer, about. */
const frameBytes = 150;

/** About; to make the text only to measure it would take longer than all else that tracking does. */
function estimateBytes({ customerId, attributes }: TrackedEvent): number {
  let bytes = frameBytes + customerId.length;
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    bytes += name.length + (typeof value === 'string' ? value.length : JSON.stringify([value]).length);
  }
  return bytes;
}

/** The events tracked since the last look, which tell when enough for a batch have come together. */
export interface NewEvents {
  add(event: TrackedEvent): void;
  readonly fillBatch: boolean;
  clear(): void;
}

export function createNewEvents({ maxUsers, maxBytes }: BatchLimits): NewEvents {
  const customers = new Set<string>();
  let bytes = 0;
  return {
    add(event) {
      customers.add(event.customerId);
      bytes += estimateBytes(event);
    },
    get fillBatch() {
      return customers.size >= maxUsers || bytes >= maxBytes;
    },
    clear() {
      customers.clear();
      bytes = 0;
    },
  };
}
