import { createRedisEventStore } from '../../../src/adapters/redis/redis-event-store.js';
import { createEventVault } from '../../../src/adapters/redis/event-vault.js';
import { createRedisLink } from '../../../src/adapters/redis/redis-link.js';
import { systemClock } from '../../../src/core/clock.js';
import type { EventStore, OpenEventStore } from '../../../src/core/event-store.js';
import { createDiskEventStore } from '../../../src/events/disk-event-store.js';
import { createMemoryEventStore } from '../../../src/events/memory-event-store.js';
import { expectIdentity, makeDelivery, settle } from '../../support/deliveries.js';
import { textIn } from '../../support/disk-stores.js';
import { status, unreachable } from '../../support/event-api.js';
import { everything } from '../../support/event-store-subject.js';
import { openRedisClient } from '../../support/redis-clients.js';
import { eventLifetimeMs, workspaceOf } from '../../support/redis-events.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';
import { createSeededRandom, newSeed } from '../../support/seeded-random.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';

const forgets = 200;
const eventsEach = 50;
const customers = 60;

const workspace = workspaceOf('workspace');
const customerOf = (index: number): string => `customer-${index}!`;

/** A store under test, and whether anything of a customer is where it keeps events. */
interface Subject {
  readonly store: EventStore;
  readonly holds: (customerId: string) => boolean | Promise<boolean>;
}

/** What the API does: mostly it takes its time, so that events are on the wire when their customer is forgotten. */
function replyByChance(random: () => number) {
  const chance = random();
  if (chance < 0.5) return undefined;
  if (chance < 0.8) return status(200);
  return chance < 0.9 ? status(503) : unreachable;
}

/** Lets the memory of a store be looked at: what can be taken is handed back at once. */
function watch(store: EventStore) {
  let open: OpenEventStore | undefined;
  return {
    store: { open: (ports: Parameters<EventStore['open']>[0]) => (open = store.open(ports)) },
    async holds(customerId: string): Promise<boolean> {
      const taken = (await open?.take(everything)) ?? [];
      open?.settle(taken, 'again');
      return taken.some((event) => event.customerId === customerId);
    },
  };
}

async function forgetByChance(subject: Subject) {
  const seed = newSeed();
  // At once, since it may end in the midst of it.
  process.stdout.write(`forgetting by chance, seed ${seed}\n`);
  const random = createSeededRandom(seed);
  const below = (count: number): number => Math.floor(random() * count);
  const watched = watch(subject.store);
  const { api, delivery, track, pass } = makeDelivery({
    reply: () => replyByChance(random),
    settings: { store: watched.store, random, batchUsers: 20 },
    ports: { workspace },
  });
  /** UUIDs of what must not be sent any more. */
  const forbidden = new Set<string>();
  const tracked = new Map<string, Set<string>>();
  const found: string[] = [];
  let [seen, onTheWire] = [0, 0];
  const lookAtRequests = (): void => {
    for (const { events } of api.requests.slice(seen)) {
      found.push(...events.filter(({ uuid }) => forbidden.has(uuid)).map(({ customerId }) => `${customerId} was sent`));
    }
    seen = api.requests.length;
  };

  for (let count = 0; count < forgets; count += 1) {
    for (const event of track(...Array.from({ length: eventsEach }, () => customerOf(below(customers))))) {
      const uuids = tracked.get(event.customerId) ?? new Set();
      tracked.set(event.customerId, uuids.add(event.uuid));
    }
    await pass(below(1_200));
    lookAtRequests();
    const customerId = customerOf(below(customers));
    onTheWire += api.open.flatMap(({ events }) => events).filter((event) => event.customerId === customerId).length;
    for (const uuid of tracked.get(customerId) ?? []) forbidden.add(uuid);
    const forgetting = delivery.forget(customerId);
    // Whoever answers meanwhile, and however.
    for (const request of api.open) if (below(3) > 0) request.answer(replyByChance(random) ?? status(200));
    await pass(below(900));
    await forgetting;
    if (await subject.holds(customerId)) found.push(`${customerId} is kept`);
    if (await watched.holds(customerId)) found.push(`${customerId} waits`);
    lookAtRequests();
    expectIdentity(delivery.counts());
  }
  const closed = delivery.close({ timeoutMs: 2_000 });
  for (let passed = 0; passed < 40; passed += 1) await pass(100);
  await closed;
  lookAtRequests();
  await settle();
  process.stdout.write(
    `${forgets} forgotten, ${onTheWire} of their events on the wire: ${JSON.stringify(delivery.counts())}\n`,
  );
  return { found, onTheWire, counts: delivery.counts() };
}

const expectErased = async (subject: Subject): Promise<void> => {
  const { found, onTheWire, counts } = await forgetByChance(subject);
  expect(found).toEqual([]);
  expect(counts.queued).toBe(forgets * eventsEach);
  expectIdentity(counts);
  // Otherwise nothing was tried.
  expect(counts.delivered).toBeGreaterThan(500);
  expect(counts.dropped.FORGOTTEN).toBeGreaterThan(50);
  expect(onTheWire).toBeGreaterThan(20);
};

const promise = 'of 10,000 events, those of whoever is forgotten are nowhere, and only what is on the wire is sent';

describe(promise, () => {
  it('in memory', () => expectErased({ store: createMemoryEventStore(), holds: () => false }));

  it('on disk', () => {
    const directory = createTemporaryFolder('forgotten');
    const holds = (customerId: string): boolean => textIn(directory).includes(customerId);
    return expectErased({ store: createDiskEventStore({ directory }), holds });
  });
});

describeWithRedis(promise, () => {
  it('in Redis', async () => {
    const server = await startRedisServer();
    const client = await openRedisClient(server.url);
    const link = createRedisLink(client, { clock: systemClock, commandMs: 5_000 });
    const vault = createEventVault(workspace);
    const settings = { link, prefix: 'test', fallback: undefined, lifetimeMs: eventLifetimeMs, staleMs: 15_000 };
    await expectErased({
      store: createRedisEventStore(settings),
      async holds(customerId) {
        const keys = ['', ':dead'].map((ending) => `test:{${vault.workspaceMark}}:events${ending}`);
        const entries = await Promise.all(keys.map((key) => client.sendCommand(['XRANGE', key, '-', '+'])));
        return vault.marksOf(customerId).some((mark) => JSON.stringify(entries).includes(mark));
      },
    });
  });
});
