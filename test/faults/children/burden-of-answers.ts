import { watchLoop } from '../loop-lag.js';
import { startShop } from '../shop.js';
import { visit, visitMany } from '../visits.js';
import type { PageSeen } from '../visits.js';
import { runProgram } from './programs.js';
import type { Burden, Errand } from './programs.js';

const kibibyte = 1_024;
const warmUpPages = 300;
const visitsEach = 3;

/** The most that was resident at any time until now. */
const peakRss = (): number => process.resourceUsage().maxRSS * kibibyte;

async function weigh({ baseUrl, path }: Errand): Promise<Burden> {
  const shop = await startShop(baseUrl, { timeoutMs: 5_000, breaker: false });
  const [, controlMs] = await watchLoop(() => visitMany(`${shop.origin}/bare`, 50, 5));
  const before = peakRss();
  const visits: (readonly [PageSeen, number])[] = [];
  for (let times = 0; times < visitsEach; times += 1) visits.push(await watchLoop(() => visit(shop.origin + path)));
  await shop.close();
  return {
    body: visits[0]?.[0].body,
    rssBytes: peakRss() - before,
    // What other processes take from this one makes some of the visits longer, and none shorter.
    blockedMs: Math.min(...visits.map(([, blockedMs]) => blockedMs)),
    controlMs,
  };
}

// Visits a page of each shop three times, after a warm-up, and tells what it cost this process.
runProgram('burden-of-answers', async ({ ordinary, errands }) => {
  const shop = await startShop(ordinary);
  await visitMany(`${shop.origin}/`, warmUpPages, 10);
  await shop.close();
  const burdens: Burden[] = [];
  for (const errand of errands) burdens.push(await weigh(errand));
  return burdens;
});
