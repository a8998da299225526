import type { EventStorePorts, OpenEventStore } from '../../src/core/event-store.js';
import type { TrackedEvent } from '../../src/core/tracked-event.js';
import { createEvent } from './event-store-ports.js';
import type { StorePorts } from './event-store-ports.js';

type Bounds = EventStorePorts['bounds'];

/** A store that is open and empty, with the ports that it was given. */
export interface ContractStore {
  readonly store: OpenEventStore;
  readonly ports: StorePorts;
}

/** What the suites need to know of a store. */
export interface ContractSubject {
  /** A store that shares nothing with those opened before. */
  open(bounds?: Partial<Bounds>): Promise<ContractStore>;
  readonly lifetimeMs: number;
}

/** No limit at all. */
export const everything = { maxUsers: 1_000, maxBytes: 10_000_000 };

/** Adds, and waits until the store has them wherever it keeps them. */
export async function track({ store }: ContractStore, ...events: readonly TrackedEvent[]): Promise<void> {
  for (const event of events) store.add(event);
  await store.flush();
}

/** An impression of this customer. */
export const named = (customerId: string, changes: Partial<TrackedEvent> = {}): TrackedEvent =>
  createEvent({ customerId, ...changes });

export const click = (customerId: string): TrackedEvent => createEvent({ customerId, kind: 'click' });

export const customersOf = (events: readonly TrackedEvent[]): readonly string[] =>
  events.map(({ customerId }) => customerId);

export const bytesOf = (event: TrackedEvent): number => Buffer.byteLength(JSON.stringify(event));

/** Opens stores of the subject, and closes them after each test. To be called in a `describe`. */
export function openFrom(subject: ContractSubject): ContractSubject['open'] {
  const opened: OpenEventStore[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())));
  return async (bounds) => {
    const made = await subject.open(bounds);
    opened.push(made.store);
    return made;
  };
}
