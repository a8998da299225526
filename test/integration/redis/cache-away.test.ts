import { setTimeout as sleep } from 'node:timers/promises';
import { openRedisClient } from '../../support/redis-clients.js';
import { describeWithRedis, prepareRedisServer, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';
import { startCluster } from './cluster.js';
import { openMarkerApi } from './marker-api.js';

/** A hundred pages a second, each of another customer. */
const visit = (start: number, count: number) => ({
  customers: Array.from({ length: count }, (_, index) => `customer-${start + index}`),
  gapMs: 10,
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
  ])('%s goes on, page by page', async (_, befall) => {
    const redis = await startRedisServer('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
    const api = await openMarkerApi(5);
    const [shop] = await startCluster(api.origin, redis.url, {}, 1);
    const before = await shop?.serve(visit(0, 100));
    expect(before?.sources).toEqual({ network: 100 });
    const served = shop?.serve(visit(1_000, 200));
    await sleep(300);
    await befall(redis);
    expect(await served).toMatchObject({ sources: { network: 200 }, foreign: 0 });
    await redis.thaw();
  });

  it('was never there goes on, page by page, and shares what it knows once it is', async () => {
    const redis = await prepareRedisServer();
    const api = await openMarkerApi(5);
    const [one, other] = await startCluster(api.origin, redis.url, {}, 2);
    expect((await one?.serve(visit(0, 50)))?.sources).toEqual({ network: 50 });
    await redis.start();
    await sleep(1_500);
    await one?.serve({ customers: ['customer-new'] });
    expect((await other?.serve({ customers: ['customer-new'] }))?.sources).toEqual({ cache: 1 });
  });

  it('held an answer whose process died while it asked waits for it no longer than its claim lives', async () => {
    const redis = await startRedisServer();
    const api = await openMarkerApi(600_000);
    const terms = { timeoutMs: 2_000 };
    const [one, other] = await startCluster(api.origin, redis.url, terms, 2);
    void one?.serve({ customers: ['customer-1'] }).catch(() => undefined);
    while (api.requests.length === 0) await sleep(5);
    one?.kill();
    api.delayMs = 5;
    // Most of the claim's life, so that there is time left for the call whatever else the machine does.
    await sleep(1_600);
    expect((await other?.serve({ customers: ['customer-1'] }))?.sources).toEqual({ network: 1 });
    expect(api.requests.length).toBe(2);
  });
});
