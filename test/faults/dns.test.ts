import { runChild } from './child.js';
import type { NamelessVisits, Visited } from './children/programs.js';
import { defaultPage, livePage } from './hero.js';
import { createOwnResolver, hasOwnResolver } from './own-resolver.js';
import { openShop } from './support.js';
import { deadlineMs } from './shop.js';
import { median, tally, visitMany } from './visits.js';

const pages = 20;

/** The plan's ten seconds, and two for a question to be asked again. */
const healWithinMs = 12_000;

function expectPages(seen: Visited['pages'], page: unknown): void {
  expect(tally(seen.map(({ status, body }) => [status, body]))).toEqual({ [JSON.stringify([200, page])]: seen.length });
}

describe('a host that cannot be resolved', () => {
  it('gives default pages in time', async () => {
    const shop = await openShop('https://does-not-exist.invalid', { breaker: false });

    const [seen] = await Promise.all([
      visitMany(`${shop.origin}/`, pages, pages),
      visitMany(`${shop.origin}/timer`, 5, 5),
    ]);

    const loopLagMs = Math.max(...shop.pageTimesMs('/timer')) - deadlineMs;
    expectPages(seen, defaultPage('NETWORK_ERROR'));
    expect(Math.max(...shop.pageTimesMs('/'))).toBeLessThanOrEqual(deadlineMs + 50 + loopLagMs);
  });
});

const describeWithResolver = hasOwnResolver() ? describe : describe.skip;

describeWithResolver('a name server of the test (as root, where `unshare --mount` is permitted)', () => {
  let seen: NamelessVisits;

  beforeAll(async () => {
    const { wrapper, remove } = createOwnResolver();
    seen = await runChild('visits-without-names', null, {}, wrapper).finally(remove);
  }, 60_000);

  it('is asked, or else the rest would prove nothing', () => {
    expect(seen.questions).toBeGreaterThan(0);
  });

  it.each([
    ['says that there is no such name', 'denied', 'NETWORK_ERROR'],
    ['says nothing', 'swallowed', 'TIMEOUT'],
  ] as const)('that %s gives default pages in time', (_fault, which, reason) => {
    const { pages: all, timesMs } = seen[which];
    const loopLagMs = Math.max(...seen.timersMs) - deadlineMs;

    expect(all.length).toBe(pages);
    expectPages(all, defaultPage(reason));
    expect(Math.max(...timesMs)).toBeLessThanOrEqual(deadlineMs + 50 + loopLagMs);
  });

  it('that says nothing keeps nobody from the file system', () => {
    expect(seen.fileMs).toBeLessThanOrEqual(seen.fileControlMs + 50);
  });

  it('that says nothing is no matter where there is a connection', () => {
    expectPages(seen.kept, livePage);
  });

  it('that says nothing soon costs a page nothing, while the naive client waits each time', () => {
    expect(seen.quickMs).toBeLessThan(deadlineMs / 4);
    expect(median(seen.naive.timesMs)).toBeGreaterThanOrEqual(deadlineMs);
  });

  it('that speaks again is believed within twelve seconds', () => {
    expect(seen.healedMs).toBeLessThan(healWithinMs);
  });
});
