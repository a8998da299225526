import { setTimeout as sleep } from 'node:timers/promises';
import { openRedisClient } from '../support/redis-clients.js';
import type { TestRedisClient } from '../support/redis-clients.js';
import { describeWithRedis, prepareRedisServer, startRedisServer } from '../support/redis-server.js';
import type { RedisServer } from '../support/redis-server.js';
import { runChild, startApi, startRedisShop } from './child.js';
import type { OwnServer } from './child.js';
import type { PageVisit } from './children/programs.js';
import { median, p99, tally, visit } from './visits.js';

const perSecond = 100;
/** Of each shop, so that its code is compiled when it counts: that alone makes pages late, in good times and in bad. */
const warmUpPages = 5_000;
/** All is well, Redis is away, and it is back. */
const [wellMs, awayMs, backMs] = [6_000, 31_000, 3_000];
/** Of the time that Redis is away. */
const windowMs = 1_000;
/** One command's patience, and what starting to do without costs. */
const mostFirstMs = 55;
const mostLaterMs = 2;

const servers: OwnServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

async function openShop(redis: RedisServer): Promise<string> {
  const api = await startApi();
  const shop = await startRedisShop(api.origin, redis.url);
  servers.push(api, shop);
  return shop.origin;
}

/** The time that 99 of 100 of the pages stay within that were due from then, for so long. */
function p99Of(visits: readonly PageVisit[], from: number, forMs: number): number {
  return p99(visits.filter(({ dueAt }) => dueAt >= from && dueAt < from + forMs).map(({ ms }) => ms));
}

/**
 * How much later the p99 of the one shop is than that of the other, in the middle one of these windows: what befalls one of
 * the processes for a moment, and not the other, is in one window, and would decide the p99 of them all.
 */
function addedMs(own: readonly PageVisit[], other: readonly PageVisit[], from: number, forMs: number): number {
  const starts = Array.from({ length: Math.floor(forMs / windowMs) }, (_, index) => from + index * windowMs);
  return median(starts.map((start) => p99Of(own, start, windowMs) - p99Of(other, start, windowMs)));
}

/** A Redis server, and a connection to it that was there before: to make one keeps a core busy when that counts. */
interface Subject {
  readonly redis: RedisServer;
  readonly admin: TestRedisClient;
}

interface Fault {
  readonly name: string;
  readonly begin: (subject: Subject) => Promise<void>;
  readonly end: (subject: Subject) => Promise<void>;
}

const setMemory = async ({ admin }: Subject, bytes: string): Promise<void> => {
  await admin.sendCommand(['CONFIG', 'SET', 'maxmemory', bytes]);
};

const faults: readonly Fault[] = [
  { name: 'killed', begin: ({ redis }) => redis.kill(), end: ({ redis }) => redis.start() },
  { name: 'frozen', begin: ({ redis }) => redis.freeze(), end: ({ redis }) => redis.thaw() },
  { name: 'full', begin: (subject) => setMemory(subject, '1'), end: (subject) => setMemory(subject, '0') },
];

interface SharedStats {
  readonly shared: { readonly misses: number };
  readonly events: {
    queued: number;
    recovered: number;
    delivered: number;
    dropped: Readonly<Record<string, number>>;
    pending: number;
  };
}

const readStats = async (origin: string): Promise<SharedStats> => (await visit(`${origin}/stats`)).body as SharedStats;

/** Milliseconds until the shop looks into Redis again, while somebody visits it. */
async function untilUsed(origin: string): Promise<number> {
  const before = (await readStats(origin)).shared.misses;
  const start = performance.now();
  while ((await readStats(origin)).shared.misses === before) await sleep(10);
  return performance.now() - start;
}

describeWithRedis('a hundred pages a second', () => {
  it.each(faults)(
    'while Redis is $name are all served, and no slower than one command allows',
    async (fault) => {
      const [redis, wellRedis] = [await startRedisServer(), await startRedisServer()];
      const subject = { redis, admin: await openRedisClient(redis.url) };
      // The other shop's Redis is well all the time: what a page takes besides, both have at the same moments.
      const [origin, wellOrigin] = [await openShop(redis), await openShop(wellRedis)];
      const seconds = (wellMs + awayMs + backMs) / 1_000;
      const urls = [`${origin}/`, `${wellOrigin}/`];
      await runChild('warm-up', { urls, pages: warmUpPages });
      const watched = runChild('page-visits', { urls, perSecond, seconds });
      await sleep(wellMs);
      const fellAt = Date.now();
      await fault.begin(subject);
      await sleep(awayMs);
      await fault.end(subject);
      const usedMs = await untilUsed(origin);
      const visits = await watched;

      const visitsOf = (shop: string) => visits.filter(({ url }) => url === `${shop}/`);
      const [own, well] = [visitsOf(origin), visitsOf(wellOrigin)];
      const both = (from: number, forMs: number) => [p99Of(own, from, forMs), p99Of(well, from, forMs)] as const;
      const [before, first] = [both(fellAt - 5_000, 5_000), both(fellAt, 1_000)];
      const later = both(fellAt + 1_000, awayMs - 1_000);
      const added = addedMs(own, well, fellAt + 1_000, awayMs - 1_000);
      const { queued, recovered, delivered, dropped, pending } = (await readStats(origin)).events;
      const say = ([mine, others]: readonly [number, number]) => `${mine.toFixed(1)} (${others.toFixed(1)})`;
      process.stdout.write(
        `Redis ${fault.name}: p99 in ms, in brackets of a shop whose Redis is well: before ${say(before)}, first second ` +
          `${say(first)}, later ${say(later)}, added ${added.toFixed(1)}; in use ${usedMs.toFixed(0)} ms after it was back\n`,
      );
      expect(tally(visits.map(({ status }) => status))).toEqual({ 200: 2 * perSecond * seconds });
      expect(first[0]).toBeLessThanOrEqual(first[1] + mostFirstMs);
      expect(added).toBeLessThanOrEqual(mostLaterMs);
      expect(usedMs).toBeLessThanOrEqual(1_000);
      const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      expect(queued + recovered).toBe(delivered + lost + pending);
    },
    120_000,
  );

  it('without Redis at the start are all served, and it is in use when it comes', async () => {
    const redis = await prepareRedisServer();
    const origin = await openShop(redis);
    const watched = runChild('page-visits', { urls: [`${origin}/`], perSecond, seconds: 8 });
    await sleep(4_000);
    await redis.start();
    const usedMs = await untilUsed(origin);
    const visits = await watched;

    process.stdout.write(`Redis absent at the start: in use ${usedMs.toFixed(0)} ms after it came\n`);
    expect(tally(visits.map(({ status }) => status))).toEqual({ 200: perSecond * 8 });
    expect(usedMs).toBeLessThanOrEqual(1_000);
  }, 60_000);
});
