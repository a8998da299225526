import { defaultPage } from './hero.js';
import { openShop } from './support.js';
import { deadlineMs } from './shop.js';
import { tally, visitMany } from './visits.js';

describe('a host that cannot be resolved', () => {
  it('gives default pages in time', async () => {
    const shop = await openShop('https://does-not-exist.invalid', { breaker: false });

    const [seen] = await Promise.all([visitMany(`${shop.origin}/`, 20, 20), visitMany(`${shop.origin}/timer`, 5, 5)]);

    const loopLagMs = Math.max(...shop.pageTimesMs('/timer')) - deadlineMs;
    expect(tally(seen.map(({ status, body }) => [status, body]))).toEqual({
      [JSON.stringify([200, defaultPage('NETWORK_ERROR')])]: 20,
    });
    expect(Math.max(...shop.pageTimesMs('/'))).toBeLessThanOrEqual(deadlineMs + 50 + loopLagMs);
  });
});
