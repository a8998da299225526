import type { Browser } from 'playwright-core';
import { describeInChromium, launchChromium } from './chromium.js';
import { openTrackedPage } from './tracked-page.js';
import type { PageOptions, TrackedPage } from './tracked-page.js';

const shown = (token: string) => [token, 'shown'];

/** An element to be seen, in a page that has more to scroll to. */
const hero = (style = 'height: 200px', token = 'hero') =>
  `<div id="${token}" style="${style}" data-moe-token="${token}" data-moe-on="visible"></div>`;
const above = (pixels: number) => `<div style="height: ${pixels}px"></div>`;
const below = above(5_000);

describeInChromium('an impression in Chromium', () => {
  let browser: Browser;
  let tracked: TrackedPage;

  jest.setTimeout(60_000);

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await tracked.close();
    expect(tracked.complaints).toEqual([]);
  });
  afterAll(() => browser.close());

  const visit = async (body: string, options?: PageOptions) => {
    tracked = await openTrackedPage(browser, body, options);
  };
  const run = (statement: string) => tracked.page.evaluate(statement);
  const scrollTo = (pixels: number) => run(`scrollTo(0, ${pixels})`);

  it('is reported once the element has been visible for a second, and only once', async () => {
    await visit(hero() + below);

    await tracked.pass(999);
    expect(await tracked.events()).toEqual([]);
    await tracked.pass(1);
    expect(await tracked.events()).toEqual([shown('hero')]);
    await tracked.pass(1_000);
    await scrollTo(2_000);
    await tracked.pass(1_000);
    await scrollTo(0);
    await tracked.pass(10_000);
    expect(await tracked.events()).toEqual([shown('hero')]);
  });

  it('is sent within another second', async () => {
    await visit(hero());

    await tracked.pass(1_999);
    expect(tracked.site.reports).toEqual([]);
    await tracked.pass(1);

    expect((await tracked.site.reported(1))[0]).toMatchObject({
      headers: { 'content-type': 'text/plain;charset=UTF-8', origin: tracked.site.origin },
      events: [shown('hero')],
    });
  });

  it.each([
    ['is', 'half visible', 700, 'height: 200px'],
    ['is not', 'less than half visible', 702, 'height: 200px'],
    ['is', 'as tall as the viewport and half visible', 400, 'height: 800px'],
    ['is', 'taller than the viewport, and fills half of it', 400, 'height: 4000px'],
    ['is not', 'taller than the viewport, and fills less than half of it', 405, 'height: 4000px'],
    ['is', 'far taller than the viewport, and fills half of it', 400, 'height: 100000px'],
    ['is', 'wider than the viewport, and fills it', 0, 'height: 200px; width: 4000px'],
    ['is', 'half visible, with the other half out at the side', 0, 'height: 200px; width: 400px; margin-left: -200px'],
    ['is not', 'half out at the side and half below', 700, 'height: 200px; width: 400px; margin-left: -200px'],
    ['is not', 'empty', 0, 'height: 0'],
    ['is not', 'not displayed', 0, 'height: 200px; display: none'],
    ['is not', 'transparent', 0, 'height: 200px; opacity: 0'],
    ['is not', 'hidden', 0, 'height: 200px; visibility: hidden'],
  ])('%s reported of an element that is %s', async (verdict, _case, top, style) => {
    await visit(`<div style="overflow: hidden">${above(top)}${hero(style)}</div>${below}`);

    await tracked.pass(3_000);

    expect(await tracked.events()).toEqual(verdict === 'is' ? [shown('hero')] : []);
  });

  it.each([
    ['an element of usual size', 'height: 400px', 602, 599],
    ['a very tall element', 'height: 40000px', 420, 395],
  ])('is reported when half of %s is scrolled in', async (_case, style, topBefore, topAfter) => {
    await visit(above(1_000) + hero(style) + below);

    await scrollTo(1_000 - topBefore);
    await tracked.pass(3_000);
    expect(await tracked.events()).toEqual([]);
    await scrollTo(1_000 - topAfter);
    await tracked.pass(1_000);

    expect(await tracked.events()).toEqual([shown('hero')]);
  });

  it('needs the second in one piece', async () => {
    await visit(hero() + below);

    await tracked.pass(500);
    await scrollTo(80);
    await tracked.pass(400);
    await scrollTo(2_000);
    await tracked.pass(900);
    await scrollTo(0);
    await tracked.pass(900);
    expect(await tracked.events()).toEqual([]);
    await tracked.pass(100);

    expect(await tracked.events()).toEqual([shown('hero')]);
  });

  it('is not put off by scrolling that leaves the element half visible', async () => {
    await visit(hero() + below);

    await tracked.pass(600);
    await scrollTo(80);
    await tracked.pass(400);

    expect(await tracked.events()).toEqual([shown('hero')]);
  });

  it('is reported of an element that fades in, a second after', async () => {
    await visit(hero('height: 200px; opacity: 0'));

    await tracked.pass(1_500);
    await run("hero.style.opacity = '1'");
    await tracked.pass(1_400);
    expect(await tracked.events()).toEqual([]);
    await tracked.pass(600);

    expect(await tracked.events()).toEqual([shown('hero')]);
  });

  /** What a browser without a window cannot do by itself. */
  const turn = (state: 'hidden' | 'visible') =>
    run(`Object.defineProperty(document, 'visibilityState', { configurable: true, value: '${state}' });
      document.dispatchEvent(new Event('visibilitychange'))`);

  it('is not reported while the tab is in the background, and begins anew after', async () => {
    await visit(hero());

    await tracked.pass(900);
    await turn('hidden');
    await tracked.pass(5_000);
    await turn('visible');
    await tracked.pass(900);
    expect(await tracked.events()).toEqual([]);
    await tracked.pass(100);

    expect(await tracked.events()).toEqual([shown('hero')]);
  });

  it('begins when the tab is shown, where the element came before', async () => {
    await visit('<p id="hero" style="height: 200px"></p>');

    await turn('hidden');
    await run("Object.assign(hero.dataset, { moeToken: 'hero', moeOn: 'visible' })");
    await tracked.pass(5_000);
    await turn('visible');
    await tracked.pass(900);
    expect(await tracked.events()).toEqual([]);
    await tracked.pass(100);

    expect(await tracked.events()).toEqual([shown('hero')]);
  });

  it('that waits is sent when the page is left', async () => {
    await visit(hero());

    await tracked.pass(1_000);
    expect(tracked.site.reports).toEqual([]);
    await tracked.page.goto(`${tracked.site.origin}/next`);

    expect((await tracked.site.reported(1))[0]?.events).toEqual([shown('hero')]);
  });

  it('is reported of each of two elements, and once where they have the same token', async () => {
    await visit(hero() + hero('height: 100px', 'strip') + hero());

    await tracked.pass(2_000);

    expect(await tracked.events()).toEqual([shown('hero'), shown('strip')]);
  });
});
