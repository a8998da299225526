import type { Browser } from 'playwright-core';
import { browserScript } from '../../src/browser/script-text.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { minifiedScript } from './minified-script.js';
import { openTrackedPage } from './tracked-page.js';
import type { PageOptions, TrackedPage } from './tracked-page.js';
import { scriptTag } from './tracked-site.js';

const mark = (token: string) =>
  `id="${token}" style="height: 2px" data-moe-token="${token}" data-moe-on="visible click"`;
const hero = `<p ${mark('hero')}></p>`;
const heroes = (tokens: readonly string[]) => tokens.map((token) => `<p ${mark(token)}></p>`).join('');
const shown = (token: string) => [token, 'shown'];

const started = "Symbol.for('express-moengage-personalize') in document";

describeInChromium('the browser script in Chromium', () => {
  let browser: Browser;
  let tracked: TrackedPage;

  jest.setTimeout(60_000);

  beforeAll(async () => {
    browser = await launchChromium({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  });
  afterEach(async () => {
    await tracked.close();
    expect(tracked.complaints).toEqual([]);
  });
  afterAll(() => browser.close());

  const visit = async (body: string, options?: PageOptions) => {
    tracked = await openTrackedPage(browser, body, options);
  };

  it.each([
    ['as the build minifies it', minifiedScript],
    ['as it is written', browserScript],
  ])('works %s', async (_case, script) => {
    await visit(hero, { script });

    await tracked.pass(1_000);
    await tracked.page.click('#hero');

    expect(await tracked.events()).toEqual([shown('hero'), ['hero', 'clicked', 1]]);
  });

  it('sends at most 50 events in a request', async () => {
    const tokens = Array.from({ length: 60 }, (_, index) => `hero-${index}`);
    await visit(heroes(tokens));

    await tracked.pass(2_000);
    await tracked.site.reported(2);

    expect(tracked.site.reports.map(({ events }) => events.length).sort()).toEqual([10, 50]);
    expect(new Set(await tracked.events())).toEqual(new Set(tokens.map(shown)));
  });

  it('sends at most 32 KB in a request', async () => {
    const tokens = Array.from({ length: 6 }, (_, index) => `${index}`.repeat(9_000));
    await visit(heroes(tokens));

    await tracked.pass(2_000);
    await tracked.site.reported(2);

    expect(Math.max(...tracked.site.reports.map(({ bytes }) => bytes))).toBeLessThanOrEqual(32_768);
    expect(new Set(await tracked.events())).toEqual(new Set(tokens.map(shown)));
  });

  // A beacon cannot read answers and says so; `fetch` could.
  it('sends by beacon', async () => {
    await visit(hero);

    await tracked.page.click('#hero');

    expect((await tracked.site.reported(1))[0]?.headers['sec-fetch-mode']).toBe('no-cors');
  });

  it.each([
    ['there is none', 'delete Navigator.prototype.sendBeacon'],
    ['the browser refuses it', 'navigator.sendBeacon = () => false'],
  ])('sends by fetch where there is no beacon: %s', async (_case, before) => {
    await visit(hero, { before });

    await tracked.pass(1_000);
    await tracked.page.goto(`${tracked.site.origin}/next`);

    const [report] = await tracked.site.reported(1);
    expect(report?.events).toEqual([shown('hero')]);
    expect(report?.headers).toMatchObject({ 'content-type': 'text/plain;charset=UTF-8', 'sec-fetch-mode': 'cors' });
  });

  it('asks fetch to outlive the page', async () => {
    const before = `navigator.sendBeacon = undefined;
      const { fetch } = window; window.fetch = (url, options) => { globalThis.asked = options; return fetch(url, options) }`;
    await visit(hero, { before });

    await tracked.page.click('#hero');
    await tracked.site.reported(1);

    expect(await tracked.page.evaluate('asked')).toMatchObject({ keepalive: true, credentials: 'same-origin' });
  });

  it.each([
    ['the beacon throws', "navigator.sendBeacon = () => { throw new Error('no') }"],
    ['fetch throws too', "navigator.sendBeacon = () => false; window.fetch = () => { throw new Error('no') }"],
    ['fetch rejects', "navigator.sendBeacon = () => false; window.fetch = () => Promise.reject(new Error('no'))"],
    ['marks cannot be read', "Element.prototype.getAttribute = () => { throw new Error('no') }"],
    ['elements cannot be observed', 'delete window.IntersectionObserver'],
  ])('leaves the page in peace where %s', async (_case, before) => {
    await visit(hero, { before: `${before}; addEventListener('unhandledrejection', () => console.error('rejected'))` });

    await tracked.page.clock.runFor(3_000);
    await tracked.page.click('#hero');

    expect(tracked.site.reports).toEqual([]);
  });

  it('runs once where it is loaded twice', async () => {
    await visit(hero, { scriptTags: () => scriptTag + scriptTag });

    await tracked.pass(1_000);
    await tracked.page.click('#hero');

    expect(await tracked.events()).toEqual([shown('hero'), ['hero', 'clicked', 1]]);
  });

  it('leaves the work to the script of its own origin', async () => {
    const foreign = (port: number) => scriptTag.replace('/shop', `http://localhost:${port}/shop`);
    await visit(hero, { scriptTags: (port) => foreign(port) + scriptTag });

    await tracked.page.click('#hero');

    expect(await tracked.events()).toEqual([['hero', 'clicked', 1]]);
  });

  it.each([
    ['it is written into the page', `<script nonce="of-this-page">${minifiedScript}</script>`],
    ['it is a module', scriptTag.replace('nonce', 'type="module" nonce')],
    [
      'an element takes the place of the running script',
      `<img name="currentScript" src="/shop/script.js">${scriptTag}`,
    ],
  ])('does nothing where %s', async (_case, scriptTags) => {
    await visit(hero, { scriptTags: () => scriptTags });

    expect(await tracked.page.evaluate(started)).toBe(false);
  });

  it('stores nothing, sets no cookie and leaves no global', async () => {
    const traces = `JSON.stringify([Object.getOwnPropertyNames(window), Object.keys(document), localStorage.length,
      sessionStorage.length, document.cookie])`;
    await visit(hero, { scriptTags: () => '' });
    const before = await tracked.page.evaluate(traces);
    await tracked.close();
    await visit(hero);

    await tracked.pass(2_000);
    await tracked.page.click('#hero');
    await tracked.site.reported(2);

    expect(await tracked.page.evaluate(traces)).toBe(before);
    expect(await tracked.page.context().cookies()).toEqual([]);
    expect(tracked.site.reports.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });

  it('goes on where the page comes back from the back/forward cache, and repeats nothing', async () => {
    const before = `globalThis.cameBack = new Promise((resolve) => {
      addEventListener('pageshow', ({ persisted }) => {
        if (persisted) resolve('from the cache');
        else if (performance.getEntriesByType('navigation')[0]?.type === 'back_forward') resolve('anew');
      });
    })`;
    await visit(hero + heroes(['strip']), { before });
    await tracked.page.evaluate("strip.style.display = 'none'");
    await tracked.pass(1_000);
    await tracked.page.click('#hero');
    await tracked.page.evaluate("strip.style.display = 'block'");
    await tracked.pass(900);
    const until = [shown('hero'), ['hero', 'clicked', 1]];
    // A page with a request under way may be kept out of the cache.
    await tracked.site.reported(1);

    await tracked.page.goto(`${tracked.site.origin}/next`);
    await tracked.page.goBack({ waitUntil: 'commit' });
    expect(await tracked.page.evaluate('cameBack')).toBe('from the cache');
    await tracked.pass(900);
    await tracked.page.click('#hero');
    expect(await tracked.events()).toEqual([...until, ['hero', 'clicked', 2]]);
    await tracked.pass(100);

    expect(await tracked.events()).toEqual([...until, ['hero', 'clicked', 2], shown('strip')]);
  });

  it('waits where the page is loaded before it is asked for', async () => {
    const before = "Object.defineProperty(Document.prototype, 'prerendering', { value: true })";
    await visit(hero, { before });

    await tracked.pass(3_000);
    await tracked.page.click('#hero');
    await tracked.page.evaluate("document.dispatchEvent(new Event('prerenderingchange'))");
    expect(await tracked.events()).toEqual([]);
    await tracked.pass(1_000);

    expect(await tracked.events()).toEqual([shown('hero')]);
  });
});
