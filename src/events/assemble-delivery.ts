import { postEvents } from '../client/send-events.js';
import type { Transport } from '../client/transport.js';
import type { ResolvedEventsOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import type { Warnings } from '../core/warnings.js';
import { startDelivery } from './delivery/start-delivery.js';
import type { EventDelivery } from './event-delivery.js';
import { groupEvents } from './group-events.js';
import { createMemoryEventStore } from './memory-event-store.js';

/** Of the waiting events as JSON text. */
const maxQueuedBytes = 8_388_608;

/** The sender of one workspace's events. The transport must keep to deadlines, and should not guard against failures. */
export function assembleDelivery(
  transport: Transport,
  options: ResolvedEventsOptions,
  { clock, warnings }: { readonly clock: Clock; readonly warnings: Warnings },
): EventDelivery {
  const { store = createMemoryEventStore(), maxQueued, flushIntervalMs, batchSize, waitUntil } = options;
  return startDelivery(
    {
      store,
      bounds: { maxEvents: maxQueued, maxBytes: maxQueuedBytes },
      flushIntervalMs,
      batchUsers: batchSize,
    },
    {
      clock,
      warnings,
      send: (events, limits) => postEvents(transport, groupEvents(events), limits),
      waitUntil,
    },
  );
}
