import { startSeconds } from '../../support/event-store-ports.js';
import { everything, named } from '../../support/event-store-subject.js';
import { patrolUntil, until, workspaceOf } from '../../support/redis-events.js';
import type { RedisProcess } from '../../support/redis-events.js';
import { describeWithRedis } from '../../support/redis-server.js';
import { shareRedis } from '../../support/redis-sharing.js';

describeWithRedis('a dead letter', () => {
  const { open, contents, workspace, client, keyOf } = shareRedis();
  const letters = async (process: RedisProcess) =>
    (await process.made.deadLetters()).map(({ reason, event }) => [reason, event?.customerId]);

  it('is an event that the API refused, with the time of it', async () => {
    const one = await open();
    one.store.add(named('a'));
    one.store.add(named('b'));
    await one.store.flush();
    one.store.settle(await one.store.take({ ...everything, maxUsers: 1 }), 'refused');
    await one.store.flush();
    expect(await one.made.deadLetters()).toMatchObject([
      { reason: 'REFUSED', seconds: startSeconds, event: { customerId: 'a' } },
    ]);
    expect(await contents()).toMatchObject({ entries: 1, held: 1, letters: 1 });
  });

  it.each([
    ['no event', ['x', 'y']],
    ['no text that was sealed here', ['c', 'mark', 'e', 'AAAA']],
    ['half of its fields', ['c']],
    ['a prototype', ['__proto__', 'polluted', 'constructor', 'polluted']],
  ])('is an entry that holds %s', async (_case, fields) => {
    const one = await open();
    one.store.add(named('a'));
    await one.store.flush();
    const padded = fields.length % 2 === 0 ? fields : [...fields, ''];
    await client().sendCommand(['XADD', await keyOf(':events'), '*', ...padded]);
    await patrolUntil([one], async () => (await contents()).letters === 1);

    await until(() => one.ports.dropped === 1);
    expect(await letters(one)).toEqual([['UNREADABLE', undefined]]);
    expect([one.ports.recovered, one.ports.drops, one.store.pending]).toEqual([1, { DEAD_LETTER: 1 }, 1]);
    expect(one.ports.warned.join()).toContain("can't be read with this secret");
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('is an event that was sealed with another secret', async () => {
    const one = await open({ workspace: workspaceOf(workspace().id, 'another secret') });
    one.store.add(named('a'));
    await one.store.close();
    const other = await open();
    await patrolUntil([other], () => other.ports.dropped === 1);
    expect(await letters(other)).toEqual([['UNREADABLE', undefined]]);
    expect((await contents()).entries).toBe(0);
  });

  it('is an event that six processes died with', async () => {
    const first = await open();
    first.store.add(named('a'));
    await first.store.flush();
    first.kill();
    for (let deaths = 1; deaths <= 5; deaths += 1) {
      const next = await open({ settings: { staleMs: 50 } });
      await patrolUntil([next], () => next.store.pending === 1);
      next.kill();
    }
    const last = await open({ settings: { staleMs: 50 } });
    await patrolUntil([last], () => last.ports.dropped === 1);
    expect([last.ports.recovered, last.store.pending]).toEqual([1, 0]);
    expect(await letters(last)).toEqual([['DEATHS', 'a']]);
  });

  it('is none that as many processes left when they were closed', async () => {
    const first = await open();
    first.store.add(named('a'));
    await first.store.close();
    for (let times = 0; times < 8; times += 1) {
      const next = await open();
      await patrolUntil([next], () => next.store.pending === 1);
      await next.store.close();
    }
    expect(await contents()).toMatchObject({ entries: 1, letters: 0 });
  });

  it('is one of a thousand at most', async () => {
    const one = await open();
    for (let round = 0; round < 3; round += 1) {
      for (let index = 0; index < 400; index += 1) one.store.add(named(`c-${index}`));
      await one.store.flush();
      one.store.settle(await one.store.take(everything), 'refused');
      await one.store.flush();
    }
    expect((await contents()).letters).toBe(1_000);
    expect(await one.made.deadLetters({ most: 3 })).toHaveLength(3);
  });
});
