import { createRedisLink } from '../../../../src/adapters/redis/redis-link.js';
import { createWarnings } from '../../../../src/core/warnings.js';
import { settle } from '../../../support/deliveries.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import { createRecordingLogger } from '../../../support/recording-logger.js';
import { createFakeRedisClient } from '../../../support/redis-fake-client.js';
import { codeOf, makeAwayLink, makeLink } from '../../../support/redis-fake-link.js';

describe('while Redis is away', () => {
  it('nothing is sent, and every command fails at once', async () => {
    const { link, sent } = await makeAwayLink();
    expect(await codeOf(link.command(['GET', 'key']))).toBe('AWAY');
    expect(sent()).toEqual(['GET']);
  });

  it('it is asked once, and waited for', async () => {
    const { pass, sent } = await makeAwayLink();
    await pass(99);
    expect(sent()).toEqual(['GET']);
    await pass(1);
    expect(sent()).toEqual(['GET', 'PING']);
    await pass(60_000);
    expect(sent()).toEqual(['GET', 'PING']);
  });

  it('it is asked twice a second where it says no', async () => {
    const { pass, client, sent } = await makeAwayLink();
    for (let turn = 0; turn < 100; turn += 1) {
      await pass(100);
      for (const command of client.sent.slice(1)) command.fail('LOADING Redis is loading the dataset in memory');
      await settle();
    }
    // 100 + 200 + 400 ms, and then every 500.
    expect(sent().length - 1).toBe(3 + Math.floor((10_000 - 700) / 500));
  });

  it('it is used again as soon as it answers, and whoever waits for that is told', async () => {
    const { pass, client, link } = await makeAwayLink();
    let told = 0;
    link.onUsable(() => {
      told += 1;
    });
    await pass(100);
    client.sent[1]?.reply('PONG');
    await settle();
    expect([link.isUsable, told]).toEqual([true, 1]);
  });

  it('it is asked again at once where its answer took longer than it may', async () => {
    const { pass, client, link, sent } = await makeAwayLink();
    await pass(100);
    await pass(5_000);
    client.sent[1]?.reply('PONG');
    await settle();
    expect([link.isUsable, sent()]).toEqual([false, ['GET', 'PING', 'PING']]);
    client.sent[2]?.reply('PONG');
    await settle();
    expect(link.isUsable).toBe(true);
  });

  it('it is there where it has no room', async () => {
    const { pass, client, link } = await makeAwayLink();
    await pass(100);
    client.sent[1]?.fail('MISCONF Redis is configured to save RDB snapshots');
    await settle();
    expect(link.isUsable).toBe(true);
  });

  it('it is asked at once when its connection is new, whatever the old one still owes', async () => {
    const { pass, client, link, sent } = await makeAwayLink();
    await pass(100);
    client.lose('ECONNRESET');
    client.becomeReady();
    expect(sent()).toEqual(['GET', 'PING', 'PING']);
    client.sent[2]?.reply('PONG');
    await settle();
    expect(link.isUsable).toBe(true);
  });

  it('that is told once, and again the next time', async () => {
    const { pass, client, link, warned } = await makeAwayLink();
    client.lose('ECONNRESET');
    await pass(100);
    client.lose('ECONNREFUSED');
    expect(warned()).toEqual(["Redis can't be used (TIMEOUT)"]);
    client.becomeReady();
    client.sent.at(-1)?.reply('PONG');
    await settle();
    expect(link.isUsable).toBe(true);
    client.lose('ECONNREFUSED');
    expect(warned()).toEqual(["Redis can't be used (TIMEOUT)", "Redis can't be used (ECONNREFUSED)"]);
  });

  it('that is told later where there was nobody to tell', () => {
    const client = createFakeRedisClient('ready');
    const clock = createFakeClock();
    const link = createRedisLink(client, { clock });
    client.lose('ECONNREFUSED');
    const logger = createRecordingLogger();
    link.warnTo(createWarnings(logger, clock));
    expect(logger.lines).toHaveLength(1);
  });
});

describe('a client', () => {
  it('that nobody connected is connected, once', async () => {
    const { client, pass, warned } = makeLink('closed');
    await pass(10_000);
    expect([client.connects, warned()]).toEqual([1, []]);
  });

  it('that gave up is connected again, at least every half second', async () => {
    const refuse = () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    const { client, pass, link, warned } = makeLink('closed', refuse);
    for (let turn = 0; turn < 20; turn += 1) await pass(500);
    expect(client.connects).toBeGreaterThanOrEqual(20);
    expect([link.isUsable, warned()]).toEqual([false, ["Redis can't be used (ECONNREFUSED)"]]);
  });

  it('that is ready is left alone', async () => {
    const { client, pass, link, clock } = makeLink();
    await pass(10_000);
    expect([client.connects, client.sent, link.isUsable, clock.pendingTimers]).toEqual([0, [], true, 0]);
  });

  it('that its owner closed is left alone, until its owner opens it', async () => {
    const { client, pass, link, clock, warned } = makeLink();
    client.isOpen = false;
    client.isReady = false;
    client.emit('end');
    await pass(10_000);
    expect([client.connects, clock.pendingTimers, warned()]).toEqual([0, 0, []]);
    client.becomeReady();
    client.sent[0]?.reply('PONG');
    await settle();
    expect(link.isUsable).toBe(true);
  });

  it('that has an error beside its connection is used on', () => {
    const { client, link } = makeLink();
    client.emit('error', new Error('something else'));
    expect(link.isUsable).toBe(true);
  });
});
