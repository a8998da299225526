import { setTimeout as sleep } from 'node:timers/promises';
import { openRedisClient, redisVersions } from '../../support/redis-clients.js';
import { createWatch } from '../../support/redis-in-time.js';
import type { Watch } from '../../support/redis-in-time.js';
import { describeWithRedis, prepareRedisServer, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';
import { startCluster, sumPages } from './cluster.js';
import type { ClusterShop } from './cluster.js';
import { openMarkerApi } from './marker-api.js';

/** A minute takes long: `QUOTA_WINDOW_MS=60000` tries it. */
const windowMs = Number(process.env.QUOTA_WINDOW_MS ?? 8_000);

/** A test pushes for little more than a window, longer on a machine that is slow, and may have to do it again. */
const limitMs = 120_000 + 10 * windowMs;

/** No customer comes twice, so that to look for answers only takes the time of a machine that has little. */
const terms = { windowMs, perMinute: 600, processes: 4, timeoutMs: 1_000, isCached: false };

/** The most in any window, wherever it begins. */
function mostInWindow(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  let first = 0;
  let most = 0;
  for (const [index, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** 750 customers of whom nothing is known, to each shop, within this time or as soon as it can. */
const push = async (shops: readonly ClusterShop[], withinMs: number) =>
  sumPages(
    await Promise.all(
      shops.map((shop, index) => {
        const customers = Array.from({ length: 750 }, (_, page) => `customer-${index}-${page}`);
        // A machine that is slower than the pace makes the push longer, and its pages no later.
        return shop.serve({ customers, gapMs: withinMs / 750, atOnce: 20 });
      }),
    ),
  );

/**
 * A call counts for a little longer than a window, and a push lasts 1.3 of them: what was sent in this time after its
 * beginning makes room for others before its end.
 */
const soonMs = 0.06 * windowMs;
const firstCalls = 100;

/** A page that takes so long was in a shop that stood still, or at an API that did. */
const stillMs = 500;

/** Notes whether this process or Redis stands still meanwhile: less is granted then. */
async function whileAwake<Value>(redis: RedisServer, watch: Watch, work: Promise<Value>): Promise<Value> {
  const client = await openRedisClient(redis.url);
  const beat = watch.beat(stillMs / 2);
  const state = { isDone: false };
  const end = (): void => {
    state.isDone = true;
  };
  work.then(end, end);
  while (!state.isDone) {
    await client.sendCommand(['PING']);
    beat();
    await sleep(20);
  }
  return work;
}

const total = (sources: Readonly<Record<string, number>>): number =>
  Object.values(sources).reduce((sum, count) => sum + count, 0);

async function callsOf(shops: readonly ClusterShop[]): Promise<readonly number[]> {
  return (await Promise.all(shops.map((shop) => shop.callsAt()))).flat();
}

describeWithRedis.each(redisVersions)('a quota of 600 calls that four processes share over redis %s', (version) => {
  const watch = createWatch();

  it(
    'is never passed in any window, and is used',
    () =>
      watch.inTime(async () => {
        const redis = await startRedisServer();
        const api = await openMarkerApi(10);
        const shops = await startCluster(api.origin, redis.url, { ...terms, version });
        const startedAt = performance.timeOrigin + performance.now();
        const { sources, slowestMs } = await whileAwake(redis, watch, push(shops, 1.3 * windowMs));
        const sentAt = [...(await callsOf(shops))].sort((one, other) => one - other);
        if ((sentAt[firstCalls] ?? Infinity) - startedAt > soonMs || slowestMs > stillMs) watch.late();
        process.stdout.write(
          `quota 600 over redis ${version}: ${sentAt.length} calls in ${1.3 * windowMs} ms, most sent in any window ` +
            `${mostInWindow(sentAt)}, most arrived ${mostInWindow(api.answeredAt)}, pages ${JSON.stringify(sources)}\n`,
        );
        expect(total(sources)).toBe(3_000);
        expect(mostInWindow(sentAt)).toBeLessThanOrEqual(600);
        // What came when nobody waited for it any more was held up by this machine for longer than a call may take.
        expect(mostInWindow(api.answeredAt)).toBeLessThanOrEqual(600);
        expect(sentAt.length).toBeGreaterThan(600);
      }),
    limitMs,
  );
});

describeWithRedis('a quota of 600 calls that four processes share', () => {
  it.each<[string, (redis: RedisServer) => Promise<void>]>([
    ['is killed', (redis) => redis.kill()],
    [
      'stops for a while',
      async (redis) => {
        await redis.freeze();
        await sleep(1_500);
        await redis.thaw();
      },
    ],
    [
      'begins anew, empty',
      async (redis) => {
        await redis.kill();
        await redis.start();
      },
    ],
  ])(
    'is not passed either where Redis %s',
    async (_, befall) => {
      const redis = await startRedisServer();
      const api = await openMarkerApi(10);
      const shops = await startCluster(api.origin, redis.url, terms);
      const pushed = push(shops, 1.2 * windowMs);
      // By then the count is grown up, and each process does what it usually does.
      await sleep(0.45 * windowMs);
      await befall(redis);
      const { sources } = await pushed;
      const sentAt = await callsOf(shops);
      process.stdout.write(
        `quota 600, Redis ${_}: ${sentAt.length} calls, most in any window ${mostInWindow(sentAt)}\n`,
      );
      expect(total(sources)).toBe(3_000);
      expect(mostInWindow(sentAt)).toBeLessThanOrEqual(600);
      expect(sentAt.length).toBeGreaterThan(400);
    },
    limitMs,
  );

  it(
    'is in equal parts where Redis never was there',
    async () => {
      const redis = await prepareRedisServer();
      const api = await openMarkerApi(10);
      // No page gives up, and no window ends, while a busy machine serves all these pages at once.
      const patient = { ...terms, windowMs: 60_000, timeoutMs: 30_000, awaitsRedis: false };
      const shops = await startCluster(api.origin, redis.url, patient);
      const { sources } = await push(shops, 1_000);
      expect(total(sources)).toBe(3_000);
      expect((await callsOf(shops)).length).toBe(600);
    },
    limitMs,
  );
});
