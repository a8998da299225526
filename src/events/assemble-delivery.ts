import { AsyncLocalStorage } from 'node:async_hooks';
import { postEvents } from '../client/send-events.js';
import type { Transport } from '../client/transport.js';
import type { ResolvedEventsOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import type { DeliveryEvent, SafeObserver } from '../core/observer.js';
import type { Secret } from '../core/secret.js';
import type { Warnings } from '../core/warnings.js';
import type { SendBatch } from './delivery/deliver-lot.js';
import { startDelivery } from './delivery/start-delivery.js';
import type { EventDelivery } from './event-delivery.js';
import { groupEvents } from './group-events.js';
import { createMemoryEventStore } from './memory-event-store.js';
import { deriveEventSecret } from './token/derive-key.js';

/** Of the waiting events as JSON text. */
const maxQueuedBytes = 8_388_608;

/**
 * Runs a function outside of whatever request is being served: the events of many go out together, and belong to the
 * trace of none of them.
 */
const outside = AsyncLocalStorage.snapshot();

export interface AssembledDeliveryPorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  /** Whose events they are; for stores that others can read. */
  readonly workspace?: { readonly id: string; readonly apiKey: Secret } | undefined;
  /** Absent where nobody observes. */
  readonly observer?: SafeObserver | undefined;
}

/** Tells of each attempt, once it has ended. */
function observeSend(send: SendBatch, observer: SafeObserver, clock: Clock): SendBatch {
  return async (events, limits) => {
    const startedAt = clock.monotonic();
    const tell = (result: Pick<DeliveryEvent, 'status' | 'reason'>): void => {
      observer.onDelivery({ events: events.length, ...result, durationMs: clock.monotonic() - startedAt });
    };
    try {
      const outcome = await send(events, limits);
      if (outcome.kind === 'answered') tell({ status: outcome.status, reason: undefined });
      else tell({ status: undefined, reason: outcome.reason });
      return outcome;
    } catch (thrown) {
      tell({ status: undefined, reason: 'INTERNAL_ERROR' });
      throw thrown;
    }
  };
}

/** The sender of one workspace's events. The transport must keep to deadlines, and should not guard against failures. */
export function assembleDelivery(
  transport: Transport,
  options: ResolvedEventsOptions,
  { clock, warnings, workspace, observer }: AssembledDeliveryPorts,
): EventDelivery {
  const { store = createMemoryEventStore(), maxQueued, flushIntervalMs, batchSize, secrets, waitUntil } = options;
  const post: SendBatch = async (events, limits) => postEvents(transport, groupEvents(events), limits);
  const send = observer ? observeSend(post, observer, clock) : post;
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
      workspace: workspace && {
        id: workspace.id,
        secrets: [...secrets, deriveEventSecret(workspace.apiKey, workspace.id)],
      },
      send: (events, limits) => outside(send, events, limits),
      waitUntil,
    },
  );
}
