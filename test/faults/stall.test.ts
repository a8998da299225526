import { setTimeout as sleep } from 'node:timers/promises';
import { startApi } from './child.js';
import { heroAnswerDelayMs, livePage } from './hero.js';
import { openShop } from './support.js';
import { visit } from './visits.js';

const runs = 30;

describe('a process that is busy for longer than the deadline, with the answer waiting to be read', () => {
  it('is no reason for a default page, while the naive client times out each time', async () => {
    const api = await startApi();
    const shop = await openShop(api.origin, { timeoutMs: 100 });
    const visitBoth = () => Promise.all([visit(`${shop.origin}/`), visit(`${shop.origin}/naive`)]);
    await visitBoth();

    let spurious = 0;
    let naivelySpurious = 0;
    for (let run = 0; run < runs; run += 1) {
      const both = visitBoth();
      await sleep(heroAnswerDelayMs / 3);
      await visit(`${shop.origin}/busy`);
      const [page, naive] = await both;
      if (JSON.stringify(page.body) !== JSON.stringify(livePage)) spurious += 1;
      if (JSON.stringify(naive.body) === '{}') naivelySpurious += 1;
    }
    const { body } = await visit(`${shop.origin}/`);
    api.stop();

    expect(spurious).toBeLessThanOrEqual(1);
    expect(body).toEqual(livePage);
    expect(naivelySpurious).toBe(runs);
  }, 30_000);
});
