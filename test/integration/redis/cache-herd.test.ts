import { setTimeout as sleep } from 'node:timers/promises';
import { redisVersions } from '../../support/redis-clients.js';
import { createWatch } from '../../support/redis-in-time.js';
import { describeWithRedis, prepareRedisServer, startRedisServer } from '../../support/redis-server.js';
import { startCluster, sumPages } from './cluster.js';
import type { ClusterShop } from './cluster.js';
import { openMarkerApi } from './marker-api.js';
import type { MarkerApi } from './marker-api.js';

/** 250 pages of each shop in one moment, all of one customer: where they were from, and how many calls they made. */
async function herd(api: MarkerApi, shops: readonly ClusterShop[], customer: string) {
  const before = api.requests.length;
  const customers = Array.from({ length: 250 }, () => customer);
  const pages = sumPages(await Promise.all(shops.map((shop) => shop.serve({ customers }))));
  return { ...pages, calls: api.requests.length - before };
}

/**
 * A machine that is too busy for Redis has it away after 50 ms, each process for itself, and this is about when it is there.
 * `HERD_COMMAND_MS=50` tries it on a quiet one.
 */
const commandMs = Number(process.env.HERD_COMMAND_MS ?? 10_000);

/** How long an answer lives where it is to expire. */
const ttlMs = 2_500;

/** With room for doing it again. */
const limitMs = 120_000;

describeWithRedis.each(redisVersions)('four processes with 250 equal questions each, over redis %s', (version) => {
  const watch = createWatch();

  it(
    'make one call together, and one more when the answer has expired',
    () =>
      watch.inTime(async () => {
        const redis = await startRedisServer();
        const api = await openMarkerApi(50);
        const shops = await startCluster(api.origin, redis.url, { version, commandMs, ttlMs });
        // A herd that takes as long as the answer lives asks once more.
        const timely = async () => {
          const end = watch.beat(ttlMs - 200);
          const seen = await herd(api, shops, 'customer');
          end();
          return seen;
        };
        const cold = await timely();
        await sleep(3_000);
        const later = await timely();
        expect([cold.calls, cold.foreign, later.calls, later.foreign]).toEqual([1, 0, 1, 0]);
        expect((cold.sources.network ?? 0) + (cold.sources.cache ?? 0)).toBe(1_000);
      }),
    limitMs,
  );

  it(
    'make one call where it fails, and all hear of it',
    async () => {
      const redis = await startRedisServer();
      const api = await openMarkerApi(0);
      api.status = 500;
      const shops = await startCluster(api.origin, redis.url, { version, commandMs });
      // Who comes when the others have heard of it would ask anew.
      api.gate = Promise.all(shops.map((shop) => shop.underWay()));
      const { calls, sources } = await herd(api, shops, 'customer');
      expect(sources).toEqual({ HTTP_ERROR: 1_000 });
      // A process that stands still for a second hears of it too late, and asks anew as well.
      expect(calls).toBeLessThanOrEqual(3);
    },
    limitMs,
  );

  it(
    'make four calls while Redis is away',
    async () => {
      const redis = await prepareRedisServer();
      const api = await openMarkerApi(50);
      const shops = await startCluster(api.origin, redis.url, { version, awaitsRedis: false });
      expect(await herd(api, shops, 'customer')).toMatchObject({ calls: 4, sources: { network: 1_000 } });
    },
    limitMs,
  );
});
