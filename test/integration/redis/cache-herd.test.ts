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

const returnsOf = async (shops: readonly ClusterShop[]): Promise<string> =>
  JSON.stringify(await Promise.all(shops.map((shop) => shop.returns())));

/** What the work came to while Redis was there: on a machine that is too busy it may seem to be away, and that is not meant. */
async function whileThere<Value>(shops: readonly ClusterShop[], work: (attempt: number) => Promise<Value>) {
  for (let attempt = 0; ; attempt += 1) {
    const before = await returnsOf(shops);
    const value = await work(attempt);
    await sleep(600);
    if ((await returnsOf(shops)) === before || attempt === 9) return value;
  }
}

describeWithRedis.each(redisVersions)('four processes with 250 equal questions each, over redis %s', (version) => {
  it('make one call together, and one more when the answer has expired', async () => {
    const redis = await startRedisServer();
    const api = await openMarkerApi(50);
    const shops = await startCluster(api.origin, redis.url, { version, ttlMs: 2_500 });
    const [cold, later] = await whileThere(shops, async (attempt) => {
      const first = await herd(api, shops, `customer-${attempt}`);
      await sleep(3_000);
      return [first, await herd(api, shops, `customer-${attempt}`)] as const;
    });
    expect([cold.calls, cold.foreign, later.calls, later.foreign]).toEqual([1, 0, 1, 0]);
    expect((cold.sources.network ?? 0) + (cold.sources.cache ?? 0)).toBe(1_000);
  });

  it('make one call where it fails, and all hear of it', async () => {
    const redis = await startRedisServer();
    const api = await openMarkerApi(50);
    api.status = 500;
    const shops = await startCluster(api.origin, redis.url, { version });
    const { calls, sources } = await whileThere(shops, (attempt) => herd(api, shops, `customer-${attempt}`));
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
