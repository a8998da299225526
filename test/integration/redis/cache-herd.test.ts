import { setTimeout as sleep } from 'node:timers/promises';
import { redisVersions } from '../../support/redis-clients.js';
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
const commandMs = Number(process.env.HERD_COMMAND_MS ?? 2_000);

describeWithRedis.each(redisVersions)('four processes with 250 equal questions each, over redis %s', (version) => {
  it('make one call together, and one more when the answer has expired', async () => {
    const redis = await startRedisServer();
    const api = await openMarkerApi(50);
    const shops = await startCluster(api.origin, redis.url, { version, commandMs, ttlMs: 2_500 });
    const cold = await herd(api, shops, 'customer');
    await sleep(3_000);
    const later = await herd(api, shops, 'customer');
    expect([cold.calls, cold.foreign, later.calls, later.foreign]).toEqual([1, 0, 1, 0]);
    expect((cold.sources.network ?? 0) + (cold.sources.cache ?? 0)).toBe(1_000);
  });

  it('make one call where it fails, and all hear of it', async () => {
    const redis = await startRedisServer();
    const api = await openMarkerApi(50);
    api.status = 500;
    const shops = await startCluster(api.origin, redis.url, { version, commandMs });
    const { calls, sources } = await herd(api, shops, 'customer');
    expect(sources).toEqual({ HTTP_ERROR: 1_000 });
    // Who comes when the others have heard of it asks anew.
    expect(calls).toBeLessThanOrEqual(3);
  });

  it('make four calls while Redis is away', async () => {
    const redis = await prepareRedisServer();
    const api = await openMarkerApi(50);
    const shops = await startCluster(api.origin, redis.url, { version });
    expect(await herd(api, shops, 'customer')).toMatchObject({ calls: 4, sources: { network: 1_000 } });
  });
});
