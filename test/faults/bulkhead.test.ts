import { openUpstream } from '../support/upstream.js';
import { answerWhole, defaultPage, livePage, openShop } from './support.js';
import { tally, visitMany } from './visits.js';

const visitors = 2_000;
const mostInFlight = 256;
const slowMs = 250;

/** An API that takes its time, and how many calls it had at once. */
async function openSlowApi() {
  let inFlight = 0;
  let most = 0;
  const api = await openUpstream((res) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    setTimeout(() => {
      inFlight -= 1;
      answerWhole(res);
    }, slowMs);
  });
  return { api, most: () => most };
}

describe('two thousand visitors at once, before an API that takes a quarter of a second', () => {
  it('make no more calls at once than there are connections, and the others do not wait', async () => {
    const { api, most } = await openSlowApi();
    const shop = await openShop(api.origin, { timeoutMs: 30_000, quota: false });

    const [seen] = await Promise.all([
      visitMany(`${shop.origin}/`, visitors, visitors),
      visitMany(`${shop.origin}/bare`, 200, 200),
    ]);

    const counts = tally(seen.map(({ body }) => body));
    const live = counts[JSON.stringify(livePage)] ?? 0;
    const overloaded = counts[JSON.stringify(defaultPage('OVERLOADED'))] ?? 0;
    const quick = shop.pageTimesMs('/').filter((ms) => ms <= 50 + Math.max(...shop.pageTimesMs('/bare')));
    process.stderr.write(
      JSON.stringify([live, overloaded, most(), quick.length, Math.max(...shop.pageTimesMs('/bare'))]) + '\n',
    );
    expect(most()).toBeLessThanOrEqual(mostInFlight);
    expect([seen.length, live + overloaded]).toEqual([visitors, visitors]);
    expect(quick.length).toBeGreaterThanOrEqual(overloaded);
  }, 20_000);
});

describe('the naive client', () => {
  it('sends them all', async () => {
    const { api, most } = await openSlowApi();
    const shop = await openShop(api.origin);

    await visitMany(`${shop.origin}/naive`, 500, 500);

    expect(most()).toBeGreaterThan(mostInFlight);
  }, 20_000);
});
