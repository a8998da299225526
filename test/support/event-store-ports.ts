import { randomUUID } from 'node:crypto';
import { createWarnings } from '../../src/core/warnings.js';
import type { EventStorePorts, StoreDropReason } from '../../src/core/event-store.js';
import type { TrackedEvent } from '../../src/core/tracked-event.js';
import { createFakeClock } from './fake-clock.js';
import type { FakeClock } from './fake-clock.js';
import { createRecordingLogger } from './recording-logger.js';

/** The wall clock of `createFakeClock` when it begins. */
export const startSeconds = 1_700_000_000;

/** An impression of one customer at the start, unless told otherwise; each with a UUID of its own. */
export function createEvent(changes: Partial<TrackedEvent> = {}): TrackedEvent {
  return Object.freeze({
    uuid: randomUUID(),
    kind: 'impression',
    customerId: 'customer-1',
    timeSeconds: startSeconds,
    utcOffsetSeconds: 19_800,
    attributes: Object.freeze({ cid: 'hero', variation: 1 }),
    ...changes,
  });
}

/** What a store told its ports. */
export interface StorePorts extends EventStorePorts {
  readonly clock: FakeClock;
  /** By reason; none of those that never came. */
  readonly drops: Readonly<Partial<Record<StoreDropReason, number>>>;
  readonly dropped: number;
  readonly recovered: number;
  /** The messages of the warnings that were logged. */
  readonly warned: readonly string[];
}

export const roomy: EventStorePorts['bounds'] = { maxEvents: 10_000, maxBytes: 8_388_608 };

export function createStorePorts(
  bounds: Partial<EventStorePorts['bounds']> = {},
  clock: FakeClock = createFakeClock(),
): StorePorts {
  const drops: Partial<Record<StoreDropReason, number>> = {};
  const logger = createRecordingLogger();
  let recovered = 0;
  return {
    clock,
    bounds: { ...roomy, ...bounds },
    warnings: createWarnings(logger, clock),
    onDropped(count, reason) {
      drops[reason] = (drops[reason] ?? 0) + count;
    },
    onRecovered(count) {
      recovered += count;
    },
    drops,
    get dropped() {
      return Object.values(drops).reduce((sum, count) => sum + count, 0);
    },
    get recovered() {
      return recovered;
    },
    get warned() {
      return logger.lines.map(({ message }) => message);
    },
  };
}
