import { canariesIn } from '../../support/canaries.js';
import { openRedisClient } from '../../support/redis-clients.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import { startCluster, sumPages } from './cluster.js';
import { openMarkerApi, payloadCanary } from './marker-api.js';

const customers = 200;
/** `CLUSTER_PAGES=50000` takes a minute. */
const pages = Number(process.env.CLUSTER_PAGES ?? 4_000);
const rounds = 10;
/** On a busy machine Redis is away after 50 ms, and answers are old before the next page comes: neither is meant here. */
const patient = { commandMs: 10_000, ttlMs: 60_000 };

/** All keys and values, as a thief would have them. */
async function dump({ url }: RedisServer): Promise<string> {
  const client = await openRedisClient(url);
  const keys = (await client.sendCommand(['KEYS', '*'])) as readonly string[];
  const texts = await Promise.all(
    keys.map(async (key) => {
      const type = await client.sendCommand(['TYPE', key]);
      return JSON.stringify(await client.sendCommand(type === 'hash' ? ['HGETALL', key] : ['GET', key]));
    }),
  );
  return [...keys, ...texts].join('\n');
}

describeWithRedis('four processes that share what they know', () => {
  it(`show none of ${customers} customers on ${pages} pages what is another's, and tell Redis of none`, async () => {
    const redis = await startRedisServer();
    const api = await openMarkerApi(2);
    const random = createSeededRandom(20_261_125);
    const cluster = { ...patient, perMinute: 100_000 };
    const shops = await startCluster(api.origin, redis.url, cluster);
    const visitors = () =>
      Array.from({ length: pages / rounds / 4 }, () => `customer-canary-${Math.floor(random() * customers)}`);
    let foreign = 0;
    let seen = 0;
    for (let round = 0; round < rounds; round += 1) {
      const path = '/home?utm_source=utm-canary';
      const served = sumPages(
        await Promise.all(shops.map((shop) => shop.serve({ customers: visitors(), path, gapMs: 0.2 }))),
      );
      foreign += served.foreign;
      seen += Object.values(served.sources).reduce((sum, count) => sum + count, 0);
    }
    const text = await dump(redis);
    process.stdout.write(`${seen} pages, ${api.requests.length} calls, ${text.length} characters in Redis\n`);
    expect([seen, foreign]).toEqual([pages, 0]);
    expect(api.requests.length).toBeLessThan(pages / 2);
    expect(text.length).toBeGreaterThan(10_000);
    expect(canariesIn(text)).toEqual([]);
    expect(canariesIn(Buffer.from(text, 'base64').toString('latin1'))).toEqual([]);
    expect(text).not.toContain(payloadCanary);
    expect(text).not.toMatch(/customer|canary|home-hero|marker|WS_DEBUG/i);
  }, 300_000);

  it('forget a customer together', async () => {
    const redis = await startRedisServer();
    const api = await openMarkerApi(2);
    const [one, other, third] = await startCluster(api.origin, redis.url, patient, 3);
    await one?.serve({ customers: ['customer-1'] });
    await other?.serve({ customers: ['customer-1'] });
    expect(api.requests.length).toBe(1);
    await other?.forget('customer-1');
    await third?.serve({ customers: ['customer-1'] });
    expect(api.requests.length).toBe(2);
  });
});
