import { setTimeout as sleep } from 'node:timers/promises';
import type { WireFault } from '../support/fault-proxy.js';
import { createNaiveFetch } from '../naive.js';
import { watchLoop } from './loop-lag.js';
import { deadlineMs } from './shop.js';
import { defaultPage } from './hero.js';
import { openFaultyShop } from './support.js';
import { tally, visitMany } from './visits.js';

const pages = 200;
const atOnce = 50;

/** More than the head of the answer, less than the answer. */
const inTheBody = 300;

const holdUps: readonly (readonly [string, WireFault])[] = [
  ['says nothing', { kind: 'stall' }],
  ['trickles its headers', { kind: 'trickle', direction: 'answer', bytes: 1, everyMs: 50 }],
  ['trickles its body', { kind: 'trickle', direction: 'answer', bytes: 1, everyMs: 50, after: inTheBody }],
];

describe.each(holdUps)('while the API %s', (_name, fault) => {
  it('every page is served by its deadline, and no socket is kept', async () => {
    const { shop, proxy } = await openFaultyShop();
    await proxy.set(fault);

    await visitMany(`${shop.origin}/`, atOnce, atOnce);
    // Pages that wait for a bare timer of the same length, between the others, tell how late timers are at this time.
    const [[seen], longestTurnMs] = await watchLoop(() =>
      Promise.all([
        visitMany(`${shop.origin}/`, pages, atOnce),
        visitMany(`${shop.origin}/timer`, pages / 4, atOnce / 4),
      ]),
    );

    // A page that is late for this process's own reasons is so by a timer and then, at most, by one more turn.
    const loopLagMs = Math.max(...shop.pageTimesMs('/timer')) - deadlineMs + longestTurnMs;
    expect(Math.max(...shop.pageTimesMs('/').slice(atOnce))).toBeLessThanOrEqual(deadlineMs + 50 + loopLagMs);
    expect(tally(seen.map(({ status, body }) => [status, body]))).toEqual({
      [JSON.stringify([200, defaultPage('TIMEOUT')])]: pages,
    });
    await sleep(200);
    expect(proxy.openNow()).toBe(0);
  });
});

describe('the naive client', () => {
  it('waits for a trickle of the body far beyond its timeout', async () => {
    const { proxy } = await openFaultyShop();
    await proxy.set({ kind: 'trickle', direction: 'answer', bytes: 1, everyMs: 50, after: inTheBody });
    const fetch = createNaiveFetch({ baseUrl: `${proxy.origin}/v1`, timeoutMs: deadlineMs });

    const first = await Promise.race([fetch('home-hero'), sleep(3 * deadlineMs, 'still waiting')]);

    expect(first).toBe('still waiting');
  });
});
