import type { Browser } from 'playwright-core';
import { describeInChromium, launchChromium } from './chromium.js';
import { openTrackedPage } from './tracked-page.js';
import type { TrackedPage } from './tracked-page.js';

const clicked = (token: string, index = 1) => [token, 'clicked', index];

const mark = (token: string, on = 'click') => `id="${token}" data-moe-token="${token}" data-moe-on="${on}"`;

describeInChromium('a click in Chromium', () => {
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

  const visit = async (body: string) => {
    tracked = await openTrackedPage(browser, body);
  };

  it('is reported at once', async () => {
    await visit(`<p ${mark('hero')}>Tea</p>`);

    await tracked.page.click('#hero');

    expect((await tracked.site.reported(1))[0]?.events).toEqual([clicked('hero')]);
  });

  it('takes along the impressions that wait', async () => {
    await visit(`<p ${mark('hero', 'visible click')}>Tea</p>`);

    await tracked.pass(1_000);
    await tracked.page.click('#hero');

    expect((await tracked.site.reported(1))[0]?.events).toEqual([['hero', 'shown'], clicked('hero')]);
  });

  it('is reported where it leads away from the page', async () => {
    await visit(`<div ${mark('hero')}><a href="/next">Tea</a></div>`);

    await tracked.page.click('a');
    await tracked.page.waitForURL('**/next');

    expect((await tracked.site.reported(1))[0]?.events).toEqual([clicked('hero')]);
  });

  it.each([
    ['Enter on a link', '<a href="#there">Tea</a>', 'a', 'Enter'],
    ['Space on a button', '<button>Tea</button>', '#hero button', 'Space'],
    ['Enter in a field of a form', '<form action="#there"><input><button>Go</button></form>', 'input', 'Enter'],
  ])('by keyboard is reported: %s', async (_case, html, selector, key) => {
    await visit(`<div ${mark('hero')}>${html}</div>`);

    await tracked.page.press(selector, key);

    expect((await tracked.site.reported(1))[0]?.events).toEqual([clicked('hero')]);
    // The form leads away, and a browser that is closed on its way may never say that it is.
    if (html.startsWith('<form')) await tracked.page.waitForURL('**/?#there');
  });

  it.each([
    ['on a link', `<p><a href="/next" ${mark('hero')}>Tea</a></p>`],
    ['inside a link', `<p><a href="/next"><b ${mark('hero')}>Tea</b></a></p>`],
    ['on a link inside', `<p ${mark('hero')}><a href="/next">Tea</a></p>`],
  ])('of the middle button is reported %s', async (_case, html) => {
    await visit(html);

    const opened = tracked.page.context().waitForEvent('page');
    await tracked.page.click('p > *', { button: 'middle' });

    expect(await tracked.events()).toEqual([clicked('hero')]);
    // A browser that is closed while it still loads a page may never say that it is.
    await (await opened).waitForLoadState();
  });

  it.each([
    ['of the middle button beside links', '#hero b', 'middle' as const],
    ['of the right button on a link', '#hero a', 'right' as const],
    ['on an element beside', '#beside', 'left' as const],
    ['on an element that is marked for impressions only', '#strip', 'left' as const],
  ])('%s is not reported', async (_case, selector, button) => {
    await visit(`<p ${mark('hero')}><b>Tea</b> <a href="/next">More</a></p><p id="beside">Milk</p>
      <p ${mark('strip', 'visible')}>Sugar</p>`);

    await tracked.page.click(selector, { button });

    expect(await tracked.events()).toEqual([]);
  });

  it('that a script makes up is not reported', async () => {
    await visit(`<p ${mark('hero')}>Tea</p>`);

    await tracked.page.evaluate('hero.click()');

    expect(await tracked.events()).toEqual([]);
  });

  it('is numbered for each token, and the sixth is not sent', async () => {
    await visit(`<p ${mark('hero')}>Tea</p><p ${mark('strip')}>Sugar</p>`);

    for (let count = 1; count <= 7; count += 1) {
      await tracked.page.click('#hero');
      await tracked.site.reported(Math.min(count, 5));
    }
    await tracked.page.click('#strip');
    await tracked.site.reported(6);

    const five = [1, 2, 3, 4, 5].map((index) => clicked('hero', index));
    expect(await tracked.events()).toEqual([...five, clicked('strip')]);
    expect(tracked.site.reports).toHaveLength(7);
  });

  it('is reported of every marked element that it is in, and once of those with one token', async () => {
    await visit(`<div ${mark('outer')}><div ${mark('hero')}><div ${mark('hero')}><b>Tea</b></div></div></div>`);

    await tracked.page.click('b');

    expect(await tracked.events()).toEqual([clicked('hero'), clicked('outer')]);
  });

  it.each([
    ['prevents it', '(event) => event.preventDefault()', '/'],
    ['stops it', '(event) => event.stopImmediatePropagation()', '/next'],
    ['takes the element away', '() => hero.remove()', '/next'],
    ['takes the mark away', '() => hero.removeAttribute("data-moe-token")', '/next'],
  ])('is reported where the page %s', async (_case, listener, leadsTo) => {
    await visit(`<a href="/next" ${mark('hero')}>Tea</a>`);
    await tracked.page.evaluate(`document.addEventListener('click', ${listener}, { capture: true, once: true })`);

    await tracked.page.click('#hero');

    expect((await tracked.site.reported(1))[0]?.events).toEqual([clicked('hero')]);
    await tracked.page.waitForURL(`**${leadsTo}`);
  });

  it('is reported of an element that is marked later', async () => {
    await visit('<p id="hero">Tea</p>');
    await tracked.page.evaluate("Object.assign(hero.dataset, { moeToken: 'late', moeOn: 'click' })");

    await tracked.page.click('#hero');

    expect(await tracked.events()).toEqual([clicked('late')]);
  });
});
