import { watchLoop } from '../loop-lag.js';
import { startShop } from '../shop.js';
import { visit, visitMany } from '../visits.js';
import { runProgram } from './programs.js';
import type { Burden, Errand } from './programs.js';

const kibibyte = 1_024;
const warmUpPages = 300;

/** The most that was resident at any time until now. */
const peakRss = (): number => process.resourceUsage().maxRSS * kibibyte;

async function weigh({ baseUrl, path }: Errand): Promise<Burden> {
  const shop = await startShop(baseUrl, { timeoutMs: 5_000, breaker: false });
  const [, controlMs] = await watchLoop(() => visitMany(`${shop.origin}/bare`, 50, 5));
  const before = peakRss();
  const [{ body }, blockedMs] = await watchLoop(() => visit(shop.origin + path));
  await shop.close();
  return { body, rssBytes: peakRss() - before, blockedMs, controlMs };
}

// Visits one page of each shop, after a warm-up, and tells what it cost this process.
runProgram('burden-of-answers', async ({ ordinary, errands }) => {
  const shop = await startShop(ordinary);
  await visitMany(`${shop.origin}/`, warmUpPages, 10);
  await shop.close();
  const burdens: Burden[] = [];
  for (const errand of errands) burdens.push(await weigh(errand));
  return burdens;
});
