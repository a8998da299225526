import { createRedisLink } from '../../../src/adapters/redis/redis-link.js';
import type { RedisLink } from '../../../src/adapters/redis/redis-link.js';
import { systemClock } from '../../../src/core/clock.js';
import type { EventStore } from '../../../src/core/event-store.js';
import { createDiskEventStore } from '../../../src/events/disk-event-store.js';
import { createMemoryEventStore } from '../../../src/events/memory-event-store.js';
import { customersOf, everything, named } from '../../support/event-store-subject.js';
import { createRedisClient, openRedisClient } from '../../support/redis-clients.js';
import {
  openRedisProcess,
  openRedisStore,
  patrolUntil,
  readRedis,
  until,
  workspaceOf,
} from '../../support/redis-events.js';
import type { RedisProcess } from '../../support/redis-events.js';
import { createWatch, inTimeLimitMs } from '../../support/redis-in-time.js';
import { describeWithRedis, prepareRedisServer, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';

const workspace = workspaceOf('workspace');

const contentsOf = async (server: RedisServer) => readRedis(await openRedisClient(server.url), workspace);

/** Adds so many, and gives them the time in which they would be written. */
async function addSome({ store, ports }: RedisProcess, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) store.add(named(`c-${index}`));
  ports.clock.advance(20);
  await store.flush();
}

function expectLaw({ store, ports }: RedisProcess, added: number, delivered = 0): void {
  expect(store.pending).toBe(added + ports.recovered - delivered - ports.dropped);
}

/** Resolves when each of them was answered, or was not in time. */
const askAll = (links: readonly RedisLink[]): Promise<unknown> =>
  Promise.allSettled(links.map((link) => link.command(['PING'])));

describeWithRedis('an event store whose Redis', () => {
  const watch = createWatch();

  it.each([
    ['was killed', (server: RedisServer) => server.kill(), (server: RedisServer) => server.start()],
    ['is stopped', (server: RedisServer) => server.freeze(), (server: RedisServer) => server.thaw()],
  ])('%s keeps its events, and writes all of them when it is back', async (_case, harm, heal) => {
    const server = await startRedisServer();
    const one = await openRedisProcess(server.url, { commandMs: 50 });
    await addSome(one, 5);
    await harm(server);
    await addSome(one, 250);
    expectLaw(one, 255);
    one.store.settle(await one.store.take({ ...everything, maxUsers: 3 }), 'done');
    await heal(server);
    await until(() => one.link.isUsable);
    await patrolUntil([one], async () => (await contentsOf(server)).entries === one.store.pending);

    expectLaw(one, 255, 3);
    expect(await contentsOf(server)).toMatchObject({ entries: one.store.pending, held: one.store.pending });
    expect(one.ports.warned.join()).toMatch(/^Redis can't be used/);
    await one.store.close();
  });

  it(
    'was stopped for longer than a process may be silent takes nobody for dead',
    () =>
      watch.inTime(async () => {
        const server = await startRedisServer();
        const options = { commandMs: 50, settings: { staleMs: 300 } };
        const both = [
          await openRedisProcess(server.url, options),
          await openRedisProcess(server.url, options),
        ] as const;
        const links = both.map(({ link }) => link);
        // One that is not heard of because this machine stands still has died as far as the other can tell.
        const beat = watch.beat(200);
        const untilInTime = (isSo: () => boolean | Promise<boolean>): Promise<void> =>
          until(() => {
            beat();
            return isSo();
          });
        const patrolFor = async (ms: number): Promise<void> => {
          const since = performance.now();
          await untilInTime(() => {
            for (const { ports } of both) ports.clock.advance(400);
            return performance.now() - since > ms;
          });
          // Replies come in order: no round is under way after this one.
          await askAll(links);
        };
        for (const one of both) await addSome(one, 1);
        await patrolFor(100);
        expect(await contentsOf(server)).toMatchObject({ entries: 2, held: 2 });
        await server.freeze();
        await askAll(links);
        const frozenAt = performance.now();
        await untilInTime(() => performance.now() - frozenAt > 400);
        expect(links.map(({ isUsable }) => isUsable)).toEqual([false, false]);
        await server.thaw();
        await untilInTime(() => links.every(({ isUsable }) => isUsable));
        await askAll(links);
        await patrolFor(200);
        expect(both.map(({ ports, store }) => [ports.recovered, store.pending])).toEqual([
          [0, 1],
          [0, 1],
        ]);
        await Promise.all(both.map(({ store }) => store.close()));
      }),
    inTimeLimitMs,
  );

  it('is not there at the start gets the events once it is', async () => {
    const server = await prepareRedisServer();
    const link = createRedisLink(createRedisClient(server.url), { clock: systemClock });
    const one = openRedisStore(link, { workspace });
    await addSome(one, 3);
    expectLaw(one, 3);
    await server.start();
    await patrolUntil([one], async () => link.isUsable && (await contentsOf(server)).entries === 3);
    await one.store.close();
  });

  it('is full keeps its events, lets go of those delivered, and writes the others when there is room', async () => {
    const server = await startRedisServer('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
    const client = await openRedisClient(server.url);
    const one = await openRedisProcess(server.url);
    await addSome(one, 20);
    const fill = async (index: number): Promise<void> => {
      await client.sendCommand(['SET', `filler-${index}`, 'x'.repeat(5_000)]);
      await fill(index + 1);
    };
    await expect(fill(0)).rejects.toThrow('OOM');
    await addSome(one, 300);
    expectLaw(one, 320);
    expect((await contentsOf(server)).entries).toBeLessThan(320);
    expect(one.ports.warned.join()).toMatch(/^Redis refuses commands \(OOM\)/);
    one.store.settle(await one.store.take({ ...everything, maxUsers: 5 }), 'done');
    one.ports.clock.advance(1_000);
    await one.store.flush();

    await client.sendCommand(['CONFIG', 'SET', 'maxmemory', '100mb']);
    await until(async () => {
      one.ports.clock.advance(1_000);
      return (await contentsOf(server)).entries === one.store.pending;
    });
    expectLaw(one, 320, 320 - one.store.pending);
    await one.store.close();
  });

  it.each([
    ['memory', createMemoryEventStore],
    ['disk', () => createDiskEventStore({ directory: createTemporaryFolder('fallback') })],
  ])('was killed uses its fallback in %s until it is back', async (_case, createFallback) => {
    const server = await startRedisServer();
    const fallback = watched(createFallback());
    const one = await openRedisProcess(server.url, { settings: { fallback: fallback.store } });
    await addSome(one, 5);
    expect(fallback.pending()).toBe(0);
    await server.kill();
    await addSome(one, 7);
    await one.store.flush();
    expect([fallback.pending(), one.store.pending]).toEqual([7, 12]);
    one.store.settle(await one.store.take({ ...everything, maxUsers: 6 }), 'done');
    await one.store.flush();
    expect([fallback.pending(), one.store.pending]).toEqual([1, 1]);

    await server.start();
    await patrolUntil([one], () => fallback.pending() === 0);
    expect((await contentsOf(server)).entries).toBe(one.store.pending);
    expectLaw(one, 12, 12 - one.store.pending);
    await one.store.close();
  });

  it('is away loses nothing where its process ends, if there is a fallback on disk', async () => {
    const server = await startRedisServer();
    const directory = createTemporaryFolder('fallback');
    const withDisk = { settings: { fallback: createDiskEventStore({ directory }) } };
    const one = await openRedisProcess(server.url, withDisk);
    await server.kill();
    await addSome(one, 3);
    await one.store.close();
    await server.start();
    const other = await openRedisProcess(server.url, withDisk);
    await patrolUntil([other], () => other.store.pending === 3);
    await patrolUntil([other], async () => (await contentsOf(server)).entries === 3);

    expect(other.ports.recovered).toBe(3);
    expect(customersOf(await other.store.take(everything))).toEqual(['c-0', 'c-1', 'c-2']);
    await other.store.close();
    const third = await openRedisProcess(server.url, withDisk);
    await patrolUntil([third], () => third.store.pending === 3);
    expectLaw(third, 0);
    await third.store.close();
  });

  it('may drop events is warned of, once', async () => {
    const server = await startRedisServer('--maxmemory', '10mb', '--maxmemory-policy', 'allkeys-lru');
    const one = await openRedisProcess(server.url);
    await patrolUntil([one], () => one.ports.warned.length > 0);
    expect(one.ports.warned).toEqual([expect.stringMatching(/maxmemory-policy is allkeys-lru; use noeviction/)]);
    await one.store.close();
  });
});

/** A store of which it can be seen how many events it has. */
function watched(inner: EventStore): { readonly store: EventStore; readonly pending: () => number } {
  let pending = (): number => 0;
  return {
    store: {
      open(ports) {
        const opened = inner.open(ports);
        pending = () => opened.pending;
        return opened;
      },
    },
    pending: () => pending(),
  };
}
