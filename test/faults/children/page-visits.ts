import { setTimeout as sleep } from 'node:timers/promises';
import { visit } from '../visits.js';
import { runProgram } from './programs.js';
import type { PageVisit } from './programs.js';

// Visits each of some pages at a steady rate, by turns, and gives each visit with the moment at which it was due and how
// long it took from then.
runProgram('page-visits', async ({ urls, perSecond, seconds }) => {
  const start = performance.now();
  const visits: Promise<PageVisit>[] = [];
  for (let index = 0; index < urls.length * perSecond * seconds; index += 1) {
    const url = urls[index % urls.length] ?? '';
    const dueMs = (index * 1_000) / (urls.length * perSecond);
    const waitMs = start + dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const dueAt = performance.timeOrigin + start + dueMs;
    visits.push(visit(url).then((seen) => ({ ...seen, url, dueAt, ms: performance.now() - start - dueMs })));
  }
  return Promise.all(visits);
});
