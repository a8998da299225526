import { setTimeout as sleep } from 'node:timers/promises';
import { livePage } from './hero.js';
import { openFaultyShop } from './support.js';
import { median, visit } from './visits.js';

const pages = 60;
const quickPages = 30;
const healWithinMs = 10_000;

/** Pages for one visitor after the other, by turns with and without personalization. */
async function visitInARow(origin: string): Promise<void> {
  for (let page = 0; page < pages; page += 1) {
    await visit(`${origin}/`);
    await visit(`${origin}/bare`);
  }
}

/** Pages until one is live, and how long that took. */
async function visitUntilLive(origin: string): Promise<number> {
  const start = performance.now();
  for (;;) {
    const { body } = await visit(`${origin}/`);
    if (JSON.stringify(body) === JSON.stringify(livePage)) return performance.now() - start;
    await sleep(50);
  }
}

describe.each([
  ['refuses connections', { kind: 'refuse' }],
  ['resets connections', { kind: 'reset' }],
  ['says nothing', { kind: 'stall' }],
] as const)('an API that %s', (_fault, fault) => {
  it('soon costs a page nothing, and is asked again as soon as it is back', async () => {
    const { shop, proxy } = await openFaultyShop({ timeoutMs: 100 });
    await visit(`${shop.origin}/`);
    const callsBefore = shop.personalize.stats().calls;
    await proxy.set(fault);

    await visitInARow(shop.origin);
    const { calls } = shop.personalize.stats();
    const times = ['/', '/bare'].map((path) => median(shop.pageTimesMs(path).slice(-quickPages)));
    await proxy.set({ kind: 'none' });
    const healedMs = await visitUntilLive(shop.origin);

    const [quick = NaN, bare = NaN] = times;
    expect(calls - callsBefore).toBeLessThanOrEqual(25);
    expect(quick).toBeLessThan(bare + 5);
    expect(healedMs).toBeLessThan(healWithinMs);
  }, 30_000);
});
