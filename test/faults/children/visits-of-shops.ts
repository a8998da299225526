import { defaults } from '../hero.js';
import { startShop } from '../shop.js';
import { visitMany } from '../visits.js';
import { runProgram } from './programs.js';
import type { Visited } from './programs.js';

const pages = 20;

// Visits shops whose APIs are at these addresses, one after the other, each twenty times at once.
runProgram('visits-of-shops', async (errands) => {
  const seen: Visited[] = [];
  for (const { baseUrl, path, timeoutMs } of errands) {
    const shop = await startShop(baseUrl, { timeoutMs, breaker: false, defaults });
    seen.push({ pages: await visitMany(shop.origin + path, pages, pages), timesMs: shop.pageTimesMs(path) });
    await shop.close();
  }
  return seen;
});
