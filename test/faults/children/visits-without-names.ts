import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerWhole, defaults, livePage } from '../hero.js';
import { watchLoop } from '../loop-lag.js';
import { openNameServer } from '../name-server.js';
import type { NameServer } from '../name-server.js';
import { nameServerAddress } from '../own-resolver.js';
import { listen, startShop } from '../shop.js';
import type { Shop } from '../shop.js';
import { median, visit, visitMany } from '../visits.js';
import { runProgram } from './programs.js';
import type { NamelessVisits, Visited } from './programs.js';

const pages = 20;
const failedProbes = 2;
const patienceMs = 45_000;

/** The longest that reading a file took while the work was done. */
async function timeFiles<Result>(work: Promise<Result>): Promise<readonly [Result, number]> {
  const state = { isDone: false };
  void work.finally(() => {
    state.isDone = true;
  });
  let longestMs = 0;
  while (!state.isDone) {
    const start = performance.now();
    await readFile('/etc/passwd');
    longestMs = Math.max(longestMs, performance.now() - start);
    await sleep(5);
  }
  return [await work, longestMs];
}

async function visitAtOnce(shop: Shop, path: string): Promise<Visited> {
  const seen = await visitMany(shop.origin + path, pages, pages);
  return { pages: seen, timesMs: shop.pageTimesMs(path) };
}

/**
 * Visitors all the time, until the name server speaks again, as it does after some probes, and then until a page is live:
 * how long that took, and how long the last pages took before.
 */
async function visitThrough(baseUrl: string, names: NameServer): Promise<Pick<NamelessVisits, 'healedMs' | 'quickMs'>> {
  const seen = { probes: 0, healedAt: 0, liveAt: 0, quickMs: NaN };
  const shop = await startShop(baseUrl, {
    defaults,
    observer: {
      onBreaker: ({ from }) => {
        if (from === 'half-open') seen.probes += 1;
        if (seen.probes < failedProbes || seen.healedAt > 0) return;
        names.set('answer');
        seen.healedAt = performance.now();
        seen.quickMs = median(shop.pageTimesMs('/').slice(-pages));
      },
    },
  });
  const visitors: Promise<void>[] = [];
  const giveUpAt = performance.now() + patienceMs;
  while (seen.liveAt === 0 && performance.now() < giveUpAt) {
    const visitor = visit(`${shop.origin}/`).then(({ body }) => {
      if (JSON.stringify(body) === JSON.stringify(livePage)) seen.liveAt ||= performance.now();
    });
    visitors.push(visitor);
    await sleep(25);
  }
  await Promise.all(visitors);
  return { healedMs: seen.liveAt === 0 ? NaN : seen.liveAt - seen.healedAt, quickMs: seen.quickMs };
}

async function startApi(): Promise<string> {
  const api = createServer((req, res) => {
    req.resume().once('end', () => {
      answerWhole(res);
    });
  });
  return `${(await listen(api)).replace('127.0.0.1', 'localhost')}/v1`;
}

// Visits shops whose API has a name, while that is known, unknown, and while nobody says whether it is.
runProgram('visits-without-names', async () => {
  const names = await openNameServer(nameServerAddress);
  const baseUrl = await startApi();
  const startUnguarded = (): Promise<Shop> => startShop(baseUrl, { defaults, breaker: false });
  const connected = await startUnguarded();
  await visit(`${connected.origin}/`);
  const questions = names.questions();
  names.set('deny');
  const denied = await visitAtOnce(await startUnguarded(), '/');
  names.set('swallow');
  const kept = await visitMany(`${connected.origin}/`, pages, 1);
  const [, fileControlMs] = await timeFiles(visitMany(`${connected.origin}/timer`, pages, pages));
  const swallowedShop = await startUnguarded();
  const [[swallowed, fileMs], longestTurnMs] = await watchLoop(() => timeFiles(visitAtOnce(swallowedShop, '/')));
  const naive = await visitAtOnce(connected, '/naive');
  return {
    questions,
    denied,
    swallowed,
    kept,
    naive,
    timersMs: connected.pageTimesMs('/timer'),
    fileMs,
    fileControlMs: fileControlMs + longestTurnMs,
    ...(await visitThrough(baseUrl, names)),
  };
});
