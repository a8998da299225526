import { createMemoryEventStore } from '../../../../src/events/memory-event-store.js';
import { describeEventStore } from '../../../support/event-store-contract.js';
import { createEvent, createStorePorts } from '../../../support/event-store-ports.js';

describeEventStore('the memory store', {
  lifetimeMs: 3_600_000,
  open(bounds) {
    const ports = createStorePorts(bounds);
    return Promise.resolve({ store: createMemoryEventStore().open(ports), ports });
  },
});

it('the memory store keeps no event for another one', async () => {
  const first = createMemoryEventStore().open(createStorePorts());
  first.add(createEvent());
  await first.close();
  expect(createMemoryEventStore().open(createStorePorts()).pending).toBe(0);
});

it('the memory store starts no timer', () => {
  const ports = createStorePorts();
  createMemoryEventStore().open(ports).add(createEvent());
  expect(ports.clock.pendingTimers).toBe(0);
});
