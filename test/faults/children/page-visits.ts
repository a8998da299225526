import { setTimeout as sleep } from 'node:timers/promises';
import { visit } from '../visits.js';
import { runProgram } from './programs.js';
import type { PageVisit } from './programs.js';

// Visits a page at a steady rate, and gives each visit with the moment at which it was due and how long it took from then.
runProgram('page-visits', async ({ url, perSecond, seconds }) => {
  const start = performance.now();
  const visits: Promise<PageVisit>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueMs = (index * 1_000) / perSecond;
    const waitMs = start + dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const dueAt = performance.timeOrigin + start + dueMs;
    visits.push(visit(url).then((seen) => ({ ...seen, dueAt, ms: performance.now() - start - dueMs })));
  }
  return Promise.all(visits);
});
