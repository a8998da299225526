import { createRedisLink } from '../../../src/adapters/redis/redis-link.js';
import { systemClock } from '../../../src/core/clock.js';
import { createMemoryEventStore } from '../../../src/events/memory-event-store.js';
import { canaries } from '../../support/canaries.js';
import { startSeconds } from '../../support/event-store-ports.js';
import { everything, named } from '../../support/event-store-subject.js';
import { openRedisClient } from '../../support/redis-clients.js';
import {
  openRedisProcess,
  openRedisStore,
  patrolUntil,
  readRedis,
  until,
  workspaceOf,
} from '../../support/redis-events.js';
import type { RedisProcess } from '../../support/redis-events.js';
import { createFaultyLink } from '../../support/redis-faults.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';
import { shareRedis } from '../../support/redis-sharing.js';

describeWithRedis('what the event store leaves in Redis', () => {
  const { client, open, contents, workspace } = shareRedis();

  it('tells nobody who did what, in any key, entry, tombstone or dead letter', async () => {
    const one = await open();
    const customerId = canaries.customerId ?? '';
    const attributes = { cid: 'hero', ...canaries };
    const events = Array.from({ length: 3 }, () => named(customerId, { attributes }));
    for (const event of events) one.store.add(event);
    await one.store.flush();
    one.store.settle(await one.store.take({ ...everything, maxBytes: 1 }), 'refused');
    await one.store.flush();
    await one.store.forget(canaries.email ?? '');
    const { text, entries, letters } = await contents();

    expect([entries, letters]).toEqual([2, 1]);
    expect(text).toContain(':events:forgotten');
    const secrets = [...Object.values(canaries), 'hero', workspace().id, ...events.map(({ uuid }) => uuid)];
    const spellings = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString('base64url').slice(0, -2)]);
    expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([]);
  });

  describe('of a customer who is forgotten', () => {
    it('goes at once from the stream, whichever process has it, and from the dead letters', async () => {
      const [one, other, dead] = [await open(), await open(), await open()];
      for (const { store } of [one, other, dead]) {
        for (const name of ['a', 'b']) store.add(named(name));
        await store.flush();
      }
      other.store.settle(await other.store.take({ ...everything, maxUsers: 1 }), 'refused');
      await other.store.flush();
      other.store.add(named('a'));
      await other.store.flush();
      dead.kill();
      expect(await contents()).toMatchObject({ entries: 6, letters: 1 });

      expect(await one.store.forget('a')).toBe(1);
      expect(await contents()).toMatchObject({ entries: 3, letters: 0 });
      expect(one.ports.drops).toEqual({ FORGOTTEN: 1 });
    });

    it('goes from the memory of the others, and is not taken over from one that died', async () => {
      const [one, other, dead] = [await open(), await open(), await open()];
      for (const { store } of [one, other, dead]) {
        for (const name of ['a', 'b']) store.add(named(name));
        await store.flush();
      }
      dead.kill();
      await one.store.forget('a');
      // By UUID: where this machine stands still, one of the living may take the other for dead, and have its event too.
      const left = new Map<string, string>();
      const takeAll = async ({ store }: RedisProcess): Promise<void> => {
        for (const { uuid, customerId } of await store.take(everything)) left.set(uuid, customerId);
      };
      await patrolUntil([one, other], async () => {
        if (other.ports.dropped === 0) return false;
        await takeAll(one);
        await takeAll(other);
        return left.size >= 3;
      });
      expect(other.ports.drops).toEqual({ FORGOTTEN: 1 });
      expect([...left.values()]).toEqual(['b', 'b', 'b']);
    });

    it('goes though a process writes it late', async () => {
      const [one, late] = [await open(), await open()];
      const heir = await open();
      await one.store.forget('a');
      late.store.add(named('a'));
      late.store.add(named('a', { timeSeconds: startSeconds + 1 }));
      await late.store.close();
      await patrolUntil([heir], () => heir.store.pending === 1);
      const [event] = await heir.store.take(everything);
      expect(event?.timeSeconds).toBe(startSeconds + 1);
      await until(async () => {
        heir.ports.clock.advance(20);
        return (await contents()).entries === 1;
      });
    });

    it('is written nowhere again while it is handed out, and goes when it comes back', async () => {
      const link = createFaultyLink(createRedisLink(client(), { clock: systemClock, commandMs: 2_000 }));
      const one = openRedisStore(link, { workspace: workspace() });
      for (const name of ['a', 'b', 'a']) one.store.add(named(name));
      await one.store.flush();
      one.store.add(named('a'));
      const batch = await one.store.take(everything);
      // Once Redis is back, all that should be there is looked for.
      link.set('away');
      await one.store.forget('a');
      link.set('none');
      let rounds = 0;
      await patrolUntil([one], () => (rounds += 1) > 20);
      expect(await contents()).toMatchObject({ entries: 1, held: 1 });
      one.store.settle(batch, 'again');
      expect([one.store.pending, one.ports.drops]).toEqual([1, { FORGOTTEN: 3 }]);
      await one.store.close();
    });

    it('stays where the customer did it afterwards', async () => {
      const one = await open();
      await one.store.forget('a');
      one.store.add(named('a'));
      await one.store.flush();
      const since = performance.now();
      await patrolUntil([one], () => performance.now() - since > 100);
      expect(one.store.pending).toBe(1);
      expect((await contents()).entries).toBe(1);
    });

    it('goes when Redis is back, where it was away, and from the fallback at once', async () => {
      const own = await startRedisServer('--appendonly', 'yes', '--appendfsync', 'always');
      const fallback = createMemoryEventStore();
      const real = createRedisLink(await openRedisClient(own.url), { clock: systemClock, commandMs: 2_000 });
      const link = createFaultyLink(real);
      const one = openRedisStore(link, { workspace: workspace(), settings: { fallback } });
      const other = await openRedisProcess(own.url, { workspace: workspace() });
      for (const { store } of [one, other]) store.add(named('a'));
      await other.store.flush();
      await one.store.flush();
      // Until what Redis has is read, it has not found out that Redis is back.
      link.set('away');
      await own.kill();
      one.store.add(named('a'));
      await one.store.flush();
      expect(await one.store.forget('a')).toBe(2);
      expect(one.ports.warned.join()).toContain("a customer's events can't be removed from Redis now");
      await own.start();
      const ownClient = await openRedisClient(own.url);
      expect((await readRedis(ownClient, workspace())).entries).toBe(2);
      await until(() => real.isUsable);
      link.set('none');
      await patrolUntil([one, other], async () => (await readRedis(ownClient, workspace())).entries === 0);
      await patrolUntil([one, other], () => other.store.pending === 0);
      await Promise.all([one.store.close(), other.store.close()]);
    });

    it('is found among thousands', async () => {
      const [one, other] = [await open(), await open()];
      for (let index = 0; index < 2_300; index += 1) one.store.add(named(index % 100 === 0 ? 'a' : `c-${index}`));
      await one.store.flush();
      await other.store.forget('a');
      expect((await contents()).entries).toBe(2_300 - 23);
    });

    it('is found under each secret that may have been in use', async () => {
      const before = workspaceOf(workspace().id, 'old secret');
      const after = workspaceOf(workspace().id, 'new secret', 'old secret');
      const [one, other] = [await open({ workspace: before }), await open({ workspace: after })];
      one.store.add(named('a'));
      await one.store.flush();
      await other.store.forget('a');
      expect((await contents()).entries).toBe(0);
    });
  });
});
