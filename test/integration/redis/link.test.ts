import { setTimeout as sleep } from 'node:timers/promises';
import { createRedisLink, RedisTrouble } from '../../../src/adapters/redis/redis-link.js';
import type { RedisLink } from '../../../src/adapters/redis/redis-link.js';
import { defineScript } from '../../../src/adapters/redis/redis-script.js';
import { systemClock } from '../../../src/core/clock.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { createRedisClient, openRedisClient, redisVersions } from '../../support/redis-clients.js';
import type { TestRedisClient } from '../../support/redis-clients.js';
import { describeWithRedis, prepareRedisServer, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';

/** For what is not about how long a command may take: a busy machine takes long. */
const patient = { clock: systemClock, commandMs: 5_000 };

/** What a look may take that comes every 5 ms. The rest is a machine that stands still, and so does the link then. */
const lookMs = 25;

/** How long until it can be used, in milliseconds. */
async function untilUsable(link: RedisLink): Promise<number> {
  let tookMs = 0;
  while (!link.isUsable) {
    const since = performance.now();
    await sleep(5);
    tookMs += Math.min(performance.now() - since, lookMs);
  }
  return tookMs;
}

/** How a command ends, and after how long. */
async function timed(command: Promise<unknown>): Promise<{ readonly outcome: unknown; readonly tookMs: number }> {
  const since = performance.now();
  const outcome = await command.catch((error: unknown) => (error instanceof RedisTrouble ? error.code : error));
  return { outcome, tookMs: performance.now() - since };
}

/** How a command ends that is not to wait for anything: neither for a timer nor for a socket. */
const atOnce = (command: Promise<unknown>): Promise<unknown> =>
  Promise.race([
    timed(command).then(({ outcome }) => outcome),
    new Promise((resolve) => {
      setImmediate(resolve, 'late');
    }),
  ]);

/** Resolves once a command was answered: a busy machine may make it late, and the link has Redis away then for a moment. */
async function answered(link: RedisLink): Promise<unknown> {
  for (;;) {
    const { outcome } = await timed(link.command(['PING']));
    if (outcome !== 'AWAY' && outcome !== 'TIMEOUT') return outcome;
    await sleep(5);
  }
}

/** Resolves when this client has failed to connect so often. */
const failed = (client: TestRedisClient, times: number): Promise<void> =>
  new Promise((resolve) => {
    let left = times;
    client.on('error', () => {
      left -= 1;
      if (left === 0) resolve();
    });
  });

describeWithRedis.each(redisVersions)('a link over redis %s', (version) => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });

  const openLink = async (): Promise<RedisLink> => createRedisLink(await openRedisClient(server.url, version), patient);

  it('gives replies as RESP 2 does', async () => {
    const link = await openLink();
    const key = `replies-${version}`;
    await link.command(['HSET', key, 'field', 'välue']);
    await link.command(['ZADD', `${key}-z`, '1.5', 'a']);

    expect(await link.command(['HGETALL', key])).toEqual(['field', 'välue']);
    expect(await link.command(['ZSCORE', `${key}-z`, 'a'])).toBe('1.5');
    expect(await link.command(['GET', 'nothing'])).toBeNull();
    expect(await link.command(['SISMEMBER', 'nothing', 'x'])).toBe(0);
  });

  it('runs a script that the server does not know, and then by its hash', async () => {
    const link = await openLink();
    const script = defineScript(`return {KEYS[1], tonumber(ARGV[1]), false, {'${version}'}}`);
    const expected = ['key', 7, null, [version]];

    expect(await link.script(script, ['key'], ['7'])).toEqual(expected);
    expect(await link.script(script, ['key'], ['7'])).toEqual(expected);
    expect(await link.command(['SCRIPT', 'EXISTS', script.sha1])).toEqual([1]);
  });

  it('goes on after a command that the server refuses, of which it tells the code alone', async () => {
    const link = await openLink();
    await link.command(['SET', `text-${version}`, 'secret-value']);
    const refused = await link.command(['INCR', `text-${version}`]).catch((error: unknown) => error);

    expect(refused).toMatchObject({ code: 'ERR', isRefusal: true, message: 'Redis refused a command: ERR' });
    expect(link.isUsable).toBe(true);
  });
});

describeWithRedis.each(redisVersions)('a link over redis %s where the server', (version) => {
  it('is not there waits for it, and connects the client itself', async () => {
    const server = await prepareRedisServer();
    const client = createRedisClient(server.url, version);
    const link = createRedisLink(client, { clock: systemClock });
    const logger = createRecordingLogger();
    await failed(client, 3);
    link.warnTo(createWarnings(logger, systemClock));
    const away = await atOnce(link.command(['PING']));
    await server.start();
    const backMs = await untilUsable(link);

    process.stdout.write(`redis ${version}: absent; back after ${backMs.toFixed(0)} ms\n`);
    expect(away).toBe('AWAY');
    expect(backMs).toBeLessThan(1_000);
    expect(logger.lines.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Redis can't be used \(ECONNREFUSED\)/),
    ]);
  });

  it.each([
    ['is killed', (server: RedisServer) => server.kill(), (server: RedisServer) => server.start()],
    ['is stopped', (server: RedisServer) => server.freeze(), (server: RedisServer) => server.thaw()],
  ])('%s costs one command 50 ms, the next ones nothing, and is back within a second', async (_case, harm, heal) => {
    const server = await startRedisServer();
    const link = createRedisLink(await openRedisClient(server.url, version), { clock: systemClock });
    expect(await answered(link)).toBe('PONG');
    await harm(server);
    const first = await timed(link.command(['GET', 'a']));
    const next = await atOnce(link.command(['GET', 'a']));
    await sleep(700);
    await heal(server);
    const backMs = await untilUsable(link);

    process.stdout.write(
      `redis ${version} ${_case}: ${first.tookMs.toFixed(1)} ms; back after ${backMs.toFixed(0)} ms\n`,
    );
    expect(first.outcome).not.toBeNull();
    expect(next).toBe('AWAY');
    expect(backMs).toBeLessThan(1_000);
    expect(await answered(link)).toBe('PONG');
  });

  it('has no room refuses what is written, and answers the rest', async () => {
    const server = await startRedisServer('--maxmemory', '2mb', '--maxmemory-policy', 'noeviction');
    const link = createRedisLink(await openRedisClient(server.url, version), patient);
    const logger = createRecordingLogger();
    link.warnTo(createWarnings(logger, systemClock));
    const refusals: unknown[] = [];
    for (let index = 0; refusals.length < 10; index += 1) {
      await link.command(['SET', `key-${index}`, 'x'.repeat(10_000)]).catch((error: unknown) => refusals.push(error));
    }
    const script = defineScript("return redis.call('SET', KEYS[1], ARGV[1])");

    expect(refusals[0]).toMatchObject({ code: 'OOM', isRefusal: true });
    await expect(link.script(script, ['more'], ['x'.repeat(10_000)])).rejects.toMatchObject({
      code: 'OOM',
      isRefusal: true,
    });
    expect(link.isUsable).toBe(true);
    expect(await link.command(['GET', 'none'])).toBeNull();
    expect(logger.lines.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Redis refuses commands \(OOM\)/),
    ]);
  });
});
