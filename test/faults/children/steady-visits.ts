import { setTimeout as sleep } from 'node:timers/promises';
import { p99, visit } from '../visits.js';
import { runProgram } from './programs.js';

/**
 * Visits a page so many times, whether or not the visits before are over, and gives how long each took from the moment
 * at which it was due: a page that is late makes those after it no less late.
 */
async function visitSteadily(url: string, perSecond: number, count: number): Promise<readonly number[]> {
  const start = performance.now();
  const times: Promise<number>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = start + (index * 1_000) / perSecond;
    const waitMs = due - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    times.push(visit(url).then(() => performance.now() - due));
  }
  return Promise.all(times);
}

// Apart from whoever compares the times, since a test runner is a busy process.
runProgram('steady-visits', async ({ url, perSecond, windows, windowSeconds }) => {
  // The first visits have to connect.
  await visitSteadily(url, perSecond, perSecond);
  const p99s: number[] = [];
  for (let window = 0; window < windows; window += 1) {
    p99s.push(p99(await visitSteadily(url, perSecond, perSecond * windowSeconds)));
  }
  return p99s;
});
