import type { TrackedEvent } from '../../../../../src/core/tracked-event.js';
import { openDisk, textIn } from '../../../../support/disk-stores.js';
import type { DiskStore } from '../../../../support/disk-stores.js';
import { createEvent } from '../../../../support/event-store-ports.js';
import { createTemporaryFolder } from '../../../../support/temporary-folder.js';

const forgets = 200;
const eventsEach = 10;
const stores = 3;

const below = (count: number) => Math.floor(Math.random() * count);
const customerOf = (index: number) => `customer-${index}`;

/** What stores that share a folder do all day. */
async function live({ store, ports }: DiskStore): Promise<void> {
  for (let count = 0; count < eventsEach; count += 1) {
    const timeSeconds = Math.floor(ports.clock.now() / 1_000);
    store.add(createEvent({ customerId: customerOf(below(forgets)), timeSeconds }));
  }
  const taken = await store.take({ maxUsers: below(20) + 1, maxBytes: 100_000 });
  store.settle(taken, below(2) === 0 ? 'done' : 'again');
}

it('whoever is forgotten, at any time and by any of the processes, is in no file and no batch a second later', async () => {
  const directory = createTemporaryFolder('erasure');
  const all = Array.from({ length: stores }, () => openDisk(directory, { segmentBytes: 20_000 }));
  const advance = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      for (const { ports } of all) ports.clock.advance(50);
      await Promise.resolve();
    }
  };
  const isOld = ({ customerId, timeSeconds }: TrackedEvent, index: number, seconds: number) =>
    customerId === customerOf(index) && timeSeconds <= seconds;

  let oldFound = 0;
  for (let index = 0; index < forgets; index += 1) {
    for (const made of all) await live(made);
    await advance(below(4) * 50);
    const [first] = all;
    const forgottenAt = Math.floor((first?.ports.clock.now() ?? 0) / 1_000);
    const forgetting = all[below(stores)]?.store.forget(customerOf(index));
    await advance(1_000);
    await forgetting;
    // Nobody did anything meanwhile, so any trace is an old one.
    if (textIn(directory).includes(JSON.stringify(customerOf(index)))) oldFound += 1;
    for (const { store } of all) {
      const taken = await store.take({ maxUsers: 100_000, maxBytes: 1e9 });
      oldFound += taken.filter((event) => isOld(event, index, forgottenAt)).length;
      store.settle(taken, 'again');
    }
  }
  expect(oldFound).toBe(0);
  expect(all.reduce((sum, { store }) => sum + store.pending, 0)).toBeGreaterThan(500);
  expect(all.flatMap(({ ports }) => ports.warned)).toEqual([]);
}, 30_000);
