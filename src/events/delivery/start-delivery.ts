import { settledBy } from '../../client/deadline.js';
import type { Clock } from '../../core/clock.js';
import type { Warnings } from '../../core/warnings.js';
import type { DeliveryReport, EventCounts, EventDelivery } from '../event-delivery.js';
import type { EventStore, EventStorePorts, QueueBounds } from '../../core/event-store.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import type { SendBatch } from './deliver-lot.js';
import { Dispatcher } from './dispatcher.js';
import { createPace } from './pace.js';
import { flushWhileAwake } from './serverless.js';
import { createTally } from './tally.js';
import type { Tally } from './tally.js';
import { tolerateFaults } from './tolerant-store.js';
import type { TolerantStore } from './tolerant-store.js';
import type { Setback } from './verdict.js';

/** Of the events as JSON text, of which one request is made. */
const batchBytes = 524_288;

/** What is kept of the time of `close` for the store to close in, at most, and how much of a short one. */
const storeCloseMs = 500;
const storeCloseShare = 0.25;

export interface DeliverySettings {
  readonly store: EventStore;
  readonly bounds: QueueBounds;
  /** How long an event waits for others to go with it. */
  readonly flushIntervalMs: number;
  /** Customers a request, at most 100. */
  readonly batchUsers: number;
  /** From 0 to 1, for the waits between attempts. */
  readonly random?: (() => number) | undefined;
}

export interface DeliveryPorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  /** For the store. */
  readonly workspace?: EventStorePorts['workspace'];
  /** Sends events in one request. Should keep to the limits, and should not reject. */
  readonly send: SendBatch;
  /** Takes the promise of a delivery where the process is stopped between requests; events then go out at once. */
  readonly waitUntil?: ((delivered: Promise<void>) => void) | undefined;
}

const hints: Readonly<Record<Setback['cause'], string>> = {
  TROUBLE: 'they are tried again',
  RATE_LIMITED: 'they wait as long as the API asks',
  UNAUTHORIZED: 'they wait until the API takes workspaceId and apiKey',
};

function warnOfSetback({ cause, detail }: Setback, warnings: Warnings): void {
  warnings.repeated('MOE_WARN_EVENTS_FAILED', detail, `Events could not be delivered: ${detail}; ${hints[cause]}`);
}

interface Parts {
  readonly clock: Clock;
  readonly tally: Tally;
  readonly store: TolerantStore;
  readonly dispatcher: Dispatcher;
}

class Delivery implements EventDelivery {
  readonly #parts: Parts;
  readonly #wakeHost: () => void;
  #closing: Promise<DeliveryReport> | undefined;

  constructor(parts: Parts, { clock, warnings, waitUntil }: DeliveryPorts) {
    this.#parts = parts;
    const flush: EventDelivery['flush'] = (limits) => this.flush(limits);
    this.#wakeHost = waitUntil ? flushWhileAwake({ waitUntil, flush, clock, warnings }) : () => undefined;
  }

  track(event: TrackedEvent): void {
    const { tally, store, dispatcher } = this.#parts;
    tally.queued += 1;
    if (this.#closing) {
      tally.drop(1, 'CLOSED');
      return;
    }
    if (!store.add(event)) {
      tally.drop(1, 'QUEUE_FULL');
      return;
    }
    dispatcher.added(event);
    this.#wakeHost();
  }

  async flush({ timeoutMs }: { readonly timeoutMs: number }): Promise<DeliveryReport> {
    const { clock, tally, store, dispatcher } = this.#parts;
    const since = tally.since();
    if (this.#closing === undefined) {
      const deadline = clock.monotonic() + timeoutMs;
      await Promise.all([dispatcher.drain(deadline, false), settledBy(store.flush(), deadline, clock)]);
    }
    return { ...since(), pending: store.pending };
  }

  close({ timeoutMs }: { readonly timeoutMs: number }): Promise<DeliveryReport> {
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  async forget(customerId: string): Promise<number> {
    const { store, dispatcher } = this.#parts;
    // The store first, so that it knows whom it is given back.
    const forgetting = store.forget(customerId);
    const inHand = dispatcher.forget(customerId);
    return (await forgetting) + inHand;
  }

  counts(): EventCounts {
    const { clock, tally, store } = this.#parts;
    const { queued, recovered, delivered, dropped } = tally;
    const { pending, oldestSeconds } = store;
    const oldestMs = oldestSeconds === undefined ? undefined : Math.max(0, clock.now() - oldestSeconds * 1_000);
    return { queued, recovered, delivered, dropped: { ...dropped }, pending, oldestMs };
  }

  async #close(timeoutMs: number): Promise<DeliveryReport> {
    const { clock, tally, store, dispatcher } = this.#parts;
    const since = tally.since();
    const deadline = clock.monotonic() + timeoutMs;
    const keptMs = Math.min(storeCloseMs, timeoutMs * storeCloseShare);
    await dispatcher.drain(deadline - keptMs, true);
    await dispatcher.stop(deadline);
    await settledBy(store.close(), deadline, clock);
    return { ...since(), pending: store.pending };
  }
}

/** Delivers what is tracked, in the background, from now on until it is closed. */
export function startDelivery(settings: DeliverySettings, ports: DeliveryPorts): EventDelivery {
  const { bounds, flushIntervalMs, batchUsers, random = Math.random } = settings;
  const { clock, warnings, workspace, send } = ports;
  const tally = createTally(warnings);
  let dispatcher: Dispatcher | undefined = undefined;
  const opened = settings.store.open({
    clock,
    warnings,
    bounds,
    workspace,
    onDropped: (count, reason) => {
      tally.drop(count, reason);
    },
    onRecovered: (count) => {
      tally.recovered += count;
      dispatcher?.notice();
    },
  });
  const store = tolerateFaults(opened, { clock, warnings });
  dispatcher = new Dispatcher({
    clock,
    store,
    tally,
    send,
    pace: createPace(clock, random),
    limits: { maxUsers: batchUsers, maxBytes: batchBytes },
    intervalMs: flushIntervalMs,
    onSetback: (setback) => {
      warnOfSetback(setback, warnings);
    },
  });
  // It may have found some while it was opened.
  if (store.pending > 0) dispatcher.notice();
  return new Delivery({ clock, tally, store, dispatcher }, ports);
}
