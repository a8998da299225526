import { createDiskEventStore } from '../../../../src/events/disk-event-store.js';
import { createMemoryEventStore } from '../../../../src/events/memory-event-store.js';
import { holdIdentity } from '../../../support/event-store-model.js';
import { createTemporaryFolder } from '../../../support/temporary-folder.js';

it.each([
  ['memory', createMemoryEventStore, 3_600_000, 2_000],
  ['disk', () => createDiskEventStore({ directory: createTemporaryFolder('model') }), 86_400_000, 150],
])('added = delivered + dropped + pending, after every step, in %s', async (_store, createStore, lifetimeMs, runs) => {
  await holdIdentity({ createStore, lifetimeMs, numRuns: runs });
});
