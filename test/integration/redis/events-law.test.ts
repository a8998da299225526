import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { createRedisEventStore } from '../../../src/adapters/redis/redis-event-store.js';
import { createRedisLink } from '../../../src/adapters/redis/redis-link.js';
import { systemClock } from '../../../src/core/clock.js';
import type { EventStore } from '../../../src/core/event-store.js';
import { holdIdentity } from '../../support/event-store-model.js';
import type { RealStore, StoreModel, StoreStep } from '../../support/event-store-model.js';
import { openRedisClient } from '../../support/redis-clients.js';
import { eventLifetimeMs, patrolUntil, readRedis, workspaceOf } from '../../support/redis-events.js';
import { createFaultyLink } from '../../support/redis-faults.js';
import type { FaultyLink, RedisFault } from '../../support/redis-faults.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';

/** Something happens to Redis, or it is over; and a round of whatever the store does by itself. */
class Outage implements StoreStep {
  constructor(
    readonly fault: RedisFault,
    readonly link: () => FaultyLink,
  ) {}

  check = () => true;

  toString = () => `redis ${this.fault}`;

  async run(model: StoreModel, { store, ports }: RealStore): Promise<void> {
    this.link().set(this.fault);
    ports.clock.advance(400);
    await store.flush();
    expect(model.added).toBe(model.delivered + ports.dropped + store.pending);
  }
}

/** Four hundred runs in all, each hundred in its own time. */
const hundreds = [1, 2, 3, 4];

describeWithRedis('whatever happens to Redis, and when', () => {
  it.each(hundreds)(
    'added = delivered + dropped + pending after every step, and in the end Redis has just what is pending, but for who was forgotten: %d',
    async () => {
      const server = await startRedisServer();
      const client = await openRedisClient(server.url);
      const real = createRedisLink(client, { clock: systemClock, commandMs: 5_000 });
      let link = createFaultyLink(real);
      let workspace = workspaceOf('');
      const createStore = (): EventStore => {
        link = createFaultyLink(real);
        workspace = workspaceOf(randomUUID());
        const settings = { link, prefix: 'test', fallback: undefined, lifetimeMs: eventLifetimeMs, staleMs: 15_000 };
        return { open: (ports) => createRedisEventStore(settings).open({ ...ports, workspace }) };
      };
      const outages = fc
        .constantFrom<RedisFault>('away', 'deaf', 'full', 'none')
        .map((fault) => new Outage(fault, () => link));

      await holdIdentity({
        createStore,
        lifetimeMs: eventLifetimeMs,
        numRuns: 100,
        moreSteps: [outages, outages],
        async finish(store, ports, { batches, forgotten }) {
          link.set('none');
          const kept = store.pending - batches.flat().filter((event) => forgotten.has(event)).length;
          await patrolUntil([{ ports }], async () => {
            await store.flush();
            const { entries, held } = await readRedis(client, workspace);
            return entries === kept && held === kept;
          });
          await client.sendCommand(['FLUSHALL']);
        },
      });
    },
    120_000,
  );
});
