import { customersOf, everything, named } from '../../support/event-store-subject.js';
import { createRedisLink } from '../../../src/adapters/redis/redis-link.js';
import { systemClock } from '../../../src/core/clock.js';
import { openRedisStore, patrolUntil, until, workspaceOf } from '../../support/redis-events.js';
import { createFaultyLink } from '../../support/redis-faults.js';
import { createWatch, inTimeLimitMs } from '../../support/redis-in-time.js';
import { describeWithRedis } from '../../support/redis-server.js';
import { shareRedis } from '../../support/redis-sharing.js';

describeWithRedis('processes that share a Redis', () => {
  const { open, contents, client, keyOf, workspace } = shareRedis();
  const watch = createWatch();

  it('have their events in Redis, each in the hand of who tracked it, until they are settled', async () => {
    const one = await open();
    for (const name of ['a', 'b', 'c']) one.store.add(named(name));
    await one.store.flush();
    expect(await contents()).toMatchObject({ entries: 3, held: 3 });

    one.store.settle(await one.store.take({ ...everything, maxUsers: 2 }), 'done');
    await one.store.flush();
    expect(await contents()).toMatchObject({ entries: 1, held: 1 });
  });

  it('write within 20 ms of their clock, without being asked', async () => {
    const one = await open();
    one.store.add(named('a'));
    one.ports.clock.advance(20);
    await until(async () => (await contents()).entries === 1);
  });

  it('take over what a dead one left, in the order in which it was tracked, and in front of their own', async () => {
    const [one, other] = [await open(), await open()];
    const events = ['a', 'b', 'c'].map((name) => named(name));
    for (const event of events) one.store.add(event);
    await one.store.flush();
    one.kill();
    other.store.add(named('own'));
    await patrolUntil([other], () => other.store.pending === 4);

    expect(other.ports.recovered).toBe(3);
    expect(customersOf(await other.store.take(everything))).toEqual(['a', 'b', 'c', 'own']);
    await other.store.flush();
    expect(await contents()).toMatchObject({ entries: 4, held: 4 });
  });

  describe('that do not hear what they took over', () => {
    /** One that has taken over `a`, knows so whom it is to have forgotten, and has taken `b` and `c` over unheard. */
    async function openDeaf(bounds = {}) {
      const link = createFaultyLink(createRedisLink(client(), { clock: systemClock, commandMs: 10_000 }));
      const heir = openRedisStore(link, { workspace: workspace(), bounds });
      const leave = async (...names: readonly string[]): Promise<void> => {
        const one = await open();
        for (const name of names) one.store.add(named(name));
        await one.store.close();
      };
      await leave('a');
      await patrolUntil([heir], () => heir.store.pending === 1);
      link.set('deaf');
      await leave('b', 'c');
      const left = ['XPENDING', await keyOf(':events'), 'senders', '-', '+', '1', 'nobody'];
      let rounds = 0;
      await patrolUntil([heir], async () => {
        rounds += 1;
        return rounds > 20 && JSON.stringify(await client().sendCommand(left)) === '[]';
      });
      expect(heir.store.pending).toBe(1);
      return { heir, link };
    }

    it('are given it again until they do, and have died of none of it', async () => {
      const { heir, link } = await openDeaf();

      link.set('none');
      await patrolUntil([heir], () => heir.store.pending === 3);

      const taken = await heir.store.take(everything);
      expect(customersOf(taken)).toEqual(['b', 'c', 'a']);
      expect([heir.ports.recovered, heir.ports.drops]).toEqual([3, {}]);
      heir.store.settle(taken, 'done');
      await heir.store.flush();
      expect(await contents()).toMatchObject({ entries: 0, held: 0, letters: 0 });
      await heir.store.close();
    });

    it('are given it once they have room for all of it', async () => {
      const { heir, link } = await openDeaf({ maxEvents: 3 });
      heir.store.add(named('own'));

      link.set('none');
      let rounds = 0;
      await patrolUntil([heir], () => (rounds += 1) > 20);
      expect([heir.store.pending, heir.ports.drops]).toEqual([2, {}]);
      heir.store.settle(await heir.store.take(everything), 'done');
      await patrolUntil([heir], () => heir.store.pending === 2);

      expect(customersOf(await heir.store.take(everything))).toEqual(['b', 'c']);
      await heir.store.close();
    });

    it('leave it to others when they close', async () => {
      const { heir, link } = await openDeaf();
      const other = await open();

      link.set('none');
      await heir.store.close();
      await patrolUntil([other], () => other.store.pending === 3);

      expect(customersOf(await other.store.take(everything)).toSorted()).toEqual(['a', 'b', 'c']);
    });
  });

  it('deliver what they took over once, and nothing of it is left', async () => {
    const [one, other] = [await open(), await open()];
    one.store.add(named('a'));
    await one.store.flush();
    one.kill();
    await patrolUntil([other], () => other.store.pending === 1);
    other.store.settle(await other.store.take(everything), 'done');
    await other.store.flush();
    expect(await contents()).toMatchObject({ entries: 0, held: 0 });
  });

  it('take over at once what one left that was closed', async () => {
    const [one, other] = [await open(), await open({ settings: { staleMs: 1_000_000 } })];
    for (let index = 0; index < 700; index += 1) one.store.add(named(`c-${index}`));
    await one.store.close();
    expect(one.store.pending).toBe(700);
    await patrolUntil([other], () => other.store.pending === 700);
    expect(await contents()).toMatchObject({ entries: 700, held: 700 });
  });

  it(
    'leave alone what one has that lives, for however long it has it',
    () =>
      watch.inTime(async () => {
        const settings = { staleMs: 200 };
        const [one, other] = [await open({ settings }), await open({ settings })];
        const beat = watch.beat(150);
        one.store.add(named('a'));
        await one.store.flush();
        const since = performance.now();
        await patrolUntil([one, other], () => {
          beat();
          return performance.now() - since > 700;
        });
        expect([one.store.pending, other.store.pending]).toEqual([1, 0]);
      }),
    inTimeLimitMs,
  );

  it('have what was taken from them by mistake once, when it comes back', async () => {
    const [silent, other] = [await open(), await open()];
    silent.store.add(named('a'));
    await silent.store.flush();
    await patrolUntil([other], () => other.store.pending === 1);
    await other.store.close();
    for (let round = 0; round < 5; round += 1) {
      await patrolUntil([silent], async () => (await contents()).held === 1);
      await silent.store.flush();
    }
    expect([silent.store.pending, silent.ports.recovered]).toEqual([1, 0]);
    expect(await contents()).toMatchObject({ entries: 1, held: 1 });
  });

  it('take no more over than they have room for', async () => {
    const [one, other] = [await open(), await open({ bounds: { maxEvents: 4 } })];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) one.store.add(named(name));
    await one.store.close();
    await patrolUntil([other], () => other.store.pending === 4);
    expect(other.ports.drops).toEqual({});
    other.store.settle(await other.store.take(everything), 'done');
    await patrolUntil([other], () => other.store.pending === 2);
    expect(customersOf(await other.store.take(everything))).toEqual(['e', 'f']);
  });

  it('of different workspaces share nothing', async () => {
    const [one, heir] = [await open(), await open()];
    const other = await open({ workspace: workspaceOf('another') });
    one.store.add(named('a'));
    await one.store.close();
    await patrolUntil([other], () => Promise.resolve(true));
    await patrolUntil([other, heir], () => heir.store.pending === 1);
    expect(other.store.pending).toBe(0);
  });

  it('write to a Redis that forgot everything what it ought to have, the connection standing', async () => {
    const one = await open();
    for (const name of ['a', 'b']) one.store.add(named(name));
    await one.store.flush();
    const since = performance.now();
    // What a process does when it finds Redis is over by then.
    await patrolUntil([one], () => performance.now() - since > 100);
    await client().sendCommand(['FLUSHALL']);
    await patrolUntil([one], async () => (await contents()).entries === 2);
    expect(await contents()).toMatchObject({ entries: 2, held: 2 });
    expect([one.store.pending, one.ports.recovered]).toEqual([2, 0]);
  });

  it('find what their group had, where somebody destroyed it', async () => {
    // What one has itself stays with it, though nobody hears of it.
    const [one, other] = [await open(), await open({ settings: { staleMs: 1_000_000 } })];
    one.store.add(named('a'));
    await one.store.flush();
    await client().sendCommand(['XGROUP', 'DESTROY', await keyOf(':events'), 'senders']);
    one.store.add(named('b'));
    await one.store.flush();
    await patrolUntil([other], () => other.store.pending === 1);
    expect(customersOf(await other.store.take(everything))).toEqual(['a']);
  });
});
