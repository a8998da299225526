import type { ApiOutcome } from '../../src/client/transport.js';
import { createWarnings } from '../../src/core/warnings.js';
import { startDelivery } from '../../src/events/delivery/start-delivery.js';
import type { DeliveryPorts, DeliverySettings } from '../../src/events/delivery/start-delivery.js';
import type { EventCounts, EventDelivery } from '../../src/events/event-delivery.js';
import { createMemoryEventStore } from '../../src/events/memory-event-store.js';
import type { TrackedEvent } from '../../src/core/tracked-event.js';
import { createEventApi } from './event-api.js';
import type { EventApi } from './event-api.js';
import { createEvent, roomy } from './event-store-ports.js';
import { createFakeClock } from './fake-clock.js';
import type { FakeClock } from './fake-clock.js';
import { createRecordingLogger } from './recording-logger.js';
import type { RecordingLogger } from './recording-logger.js';

export interface MadeDelivery {
  readonly clock: FakeClock;
  readonly api: EventApi;
  readonly delivery: EventDelivery;
  readonly logger: RecordingLogger;
  /** Tracks one impression for each customer, and gives what was tracked. */
  readonly track: (...customers: readonly string[]) => readonly TrackedEvent[];
  /** Moves the clock on, and lets happen what then happens. */
  readonly pass: (ms: number) => Promise<void>;
}

/** Lets everything happen that waits for nothing but its turn. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface Made {
  readonly reply?: (events: readonly TrackedEvent[], index: number) => ApiOutcome | undefined;
  readonly settings?: Partial<DeliverySettings>;
  readonly ports?: Partial<DeliveryPorts>;
  readonly clock?: FakeClock;
}

/** A delivery as `createPersonalize` starts it, with the longest waits that chance allows. */
export function makeDelivery({ reply, settings, ports, clock = createFakeClock() }: Made = {}): MadeDelivery {
  const logger = createRecordingLogger();
  const api = createEventApi(clock, reply);
  const delivery = startDelivery(
    {
      store: createMemoryEventStore(),
      bounds: roomy,
      flushIntervalMs: 1_000,
      batchUsers: 100,
      random: () => 1,
      ...settings,
    },
    { clock, warnings: createWarnings(logger, clock), send: api.send, ...ports },
  );
  return {
    clock,
    api,
    delivery,
    logger,
    track(...customers) {
      const timeSeconds = Math.floor(clock.now() / 1_000);
      const events = customers.map((customerId) => createEvent({ customerId, timeSeconds }));
      for (const event of events) delivery.track(event);
      return events;
    },
    async pass(ms) {
      await settle();
      clock.advance(ms);
      await settle();
    },
  };
}

export const droppedIn = ({ dropped }: EventCounts): number =>
  Object.values(dropped).reduce((sum, count) => sum + count, 0);

/** Promise 5. */
export function expectIdentity(counts: EventCounts): void {
  expect({ ...counts, sum: counts.delivered + droppedIn(counts) + counts.pending }).toEqual({
    ...counts,
    sum: counts.queued + counts.recovered,
  });
}

/** What was logged, each line behind its code. */
export const warningsOf = ({ logger }: MadeDelivery): readonly string[] =>
  logger.lines.map(({ fields, message }) => `${String(fields.code)} ${message}`);
