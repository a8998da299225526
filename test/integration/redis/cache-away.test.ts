import { setTimeout as sleep } from 'node:timers/promises';
import { openRedisClient } from '../../support/redis-clients.js';
import { describeWithRedis, prepareRedisServer, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';
import { startCluster } from './cluster.js';
import { openMarkerApi } from './marker-api.js';

/** A page may take longer than this machine stands still, and less than a test may. */
const patient = { timeoutMs: 20_000 };
const limitMs = 60_000;

/** A hundred pages a second, each of another customer; fewer where the API stands still, lest it has too many to answer. */
const visit = (start: number, count: number) => ({
  customers: Array.from({ length: count }, (_, index) => `customer-${start + index}`),
  gapMs: 10,
  atOnce: 50,
});

async function fill({ url }: RedisServer): Promise<void> {
  const client = await openRedisClient(url);
  for (let key = 0; ; key += 1) {
    try {
      await client.sendCommand(['SET', `filler-${key}`, 'x'.repeat(10_000)]);
    } catch {
      return;
    }
  }
}

describeWithRedis('a site whose Redis', () => {
  it.each<[string, (redis: RedisServer) => Promise<void>]>([
    ['is killed', (redis) => redis.kill()],
    ['is frozen', (redis) => redis.freeze()],
    ['is full', fill],
    [
      'begins anew',
      async (redis) => {
        await redis.kill();
        await redis.start();
      },
    ],
  ])(
    '%s goes on, page by page',
    async (_, befall) => {
      const redis = await startRedisServer('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
      const api = await openMarkerApi(5);
      const [shop] = await startCluster(api.origin, redis.url, patient, 1);
      const before = await shop?.serve(visit(0, 100));
      expect(before?.sources).toEqual({ network: 100 });
      const served = shop?.serve(visit(1_000, 200));
      await sleep(300);
      await befall(redis);
      expect(await served).toMatchObject({ sources: { network: 200 }, foreign: 0 });
      await redis.thaw();
    },
    limitMs,
  );

  it(
    'was never there goes on, page by page, and shares what it knows once it is',
    async () => {
      const redis = await prepareRedisServer();
      const api = await openMarkerApi(5);
      const [one, other] = await startCluster(api.origin, redis.url, { ...patient, awaitsRedis: false }, 2);
      expect((await one?.serve(visit(0, 50)))?.sources).toEqual({ network: 50 });
      await redis.start();
      let source: string | undefined;
      for (let customer = 0; source !== 'cache'; customer += 1) {
        const customers = [`customer-new-${customer}`];
        await one?.serve({ customers });
        [source] = Object.keys((await other?.serve({ customers }))?.sources ?? {});
        await sleep(50);
      }
    },
    limitMs,
  );

  it(
    'held an answer whose process died while it asked waits for it no longer than its claim lives',
    async () => {
      const redis = await startRedisServer();
      const api = await openMarkerApi(600_000);
      const [one] = await startCluster(api.origin, redis.url, { timeoutMs: 2_000 }, 1);
      const [other] = await startCluster(api.origin, redis.url, {}, 1);
      void one?.serve({ customers: ['customer-1'] }).catch(() => undefined);
      while (api.requests.length === 0) await sleep(5);
      one?.kill();
      api.delayMs = 5;
      // It has far more time than the claim.
      expect((await other?.serve({ customers: ['customer-1'] }))?.sources).toEqual({ network: 1 });
      expect(api.requests.length).toBe(2);
    },
    limitMs / 2,
  );
});
