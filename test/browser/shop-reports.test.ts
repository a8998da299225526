import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { desktop, openShop } from '../integration/example-app/shop-fixture.js';
import type { OpenShop } from '../integration/example-app/shop-fixture.js';
import { describeInChromium, launchChromium } from './chromium.js';

const viewport = { width: 1280, height: 700 };

describeInChromium('what the shop reports from Chromium', () => {
  let shop: OpenShop;
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  jest.setTimeout(60_000);

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    shop = await openShop(undefined, 30_000);
    server = shop.app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    complaints = [];
  });
  afterEach(async () => {
    await context.close();
    server.closeAllConnections();
    server.close();
    await shop.close();
    expect(complaints).toEqual([]);
  });

  const addressOf = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  async function arrive(path: string, javaScriptEnabled = true) {
    // Chromium without a window calls itself a bot.
    context = await browser.newContext({ viewport, userAgent: desktop, javaScriptEnabled });
    await context.addCookies([{ name: 'shop_visitor', value: 'user_8821', url: addressOf('/') }]);
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(addressOf(path));
  }

  /** Events that count: one whose UUID was there before does not. */
  const counted = (): readonly string[] =>
    shop.emulator.ledger.events
      .filter(({ duplicate }) => !duplicate)
      .map(({ action, experience, elementId }) =>
        [action.replace('MOE_PERSONALIZATION_MESSAGE_', ''), experience, elementId].filter(Boolean).join(' '),
      )
      .sort();

  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (isSo()) resolve();
      };
      shop.emulator.ledger.onEntry(look);
      look();
    });
  /** Resolves once so many have come. */
  const comeTo = (count: number) => until(() => counted().length >= count);

  const region = (key: string) => page.locator(`[data-experience="${key}"]`);
  const report = () => page.waitForRequest(/\/personalize\/events$/);
  const onArrival = ['SHOWN Home page hero', 'SHOWN Site banner'];

  it('is what was on the screen for a second, once, however much is scrolled', async () => {
    await arrive('/');
    await comeTo(2);
    expect(counted()).toEqual(onArrival);

    await region('promo-strip').scrollIntoViewIfNeeded();
    await comeTo(3);
    await page.mouse.wheel(0, -5_000);
    await page.mouse.wheel(0, 5_000);
    await region('home-hero').scrollIntoViewIfNeeded();
    // What is clicked is reported at once, and with it whatever else there is to report.
    await page.getByRole('link', { name: /\w/ }).and(page.locator('.hero .button')).click();
    await comeTo(4);

    expect(counted()).toEqual(['CLICKED Home page hero hero-button', ...onArrival, 'SHOWN Promotion strip'].sort());
  });

  it('is a click, although it leads away', async () => {
    await arrive('/');
    await Promise.all([page.waitForURL((url) => url.pathname !== '/'), page.locator('.hero .button').click()]);
    // After what was to be seen until then, where that took a while.
    const clicked = 'CLICKED Home page hero hero-button';
    await until(() => counted().includes(clicked));

    expect(counted().filter((event) => !onArrival.includes(event))).toEqual([clicked]);
  });

  it('is nothing more when the same HTML is loaded again', async () => {
    await arrive('/');
    await comeTo(2);
    const response = await context.request.get(addressOf('/'), { headers: { 'user-agent': desktop } });
    const again = { status: 200, headers: response.headers(), body: await response.body() };
    await page.route(addressOf('/again'), (route) => route.fulfill(again));
    await page.goto(addressOf('/again'));
    await comeTo(4);

    const [repeated] = await Promise.all([report(), page.reload()]);
    expect(JSON.parse(repeated.postData() ?? '')).toEqual({
      events: [
        [expect.any(String), 'shown'],
        [expect.any(String), 'shown'],
      ],
    });
    await shop.close();
    expect(counted()).toEqual([...onArrival, ...onArrival].sort());
  });

  it('is a click on a link where there is no JavaScript, which leads on', async () => {
    await arrive('/', false);
    await region('site-banner').getByRole('link').click();
    await page.waitForURL((url) => !url.pathname.startsWith('/personalize') && url.pathname !== '/');
    await comeTo(1);

    expect(counted()).toEqual(['CLICKED Site banner banner-link']);
  });

  it('stands in the page as tokens that tell nothing', async () => {
    await arrive('/');
    const html = await page.content();
    // The list of visitors and the drawer tell ids on purpose; they belong to the shop.
    const shown =
      html.replace(/<details class="account">[^]*?<\/details>/, '').split('<button class="drawer-button"')[0] ?? '';
    const tokens = [...shown.matchAll(/data-moe-token="([\w-]+)"|\?t=([\w-]+)/g)].map(
      ([, one, other]) => one ?? other ?? '',
    );
    await comeTo(2);

    expect(tokens.length).toBeGreaterThan(3);
    const told = [shown, ...tokens.map((token) => Buffer.from(token, 'base64url').toString('latin1'))].join('\n');
    const [call] = shop.emulator.ledger.calls.filter(({ endpoint }) => endpoint === 'events');
    const values = JSON.stringify(call?.request).match(/(?<=:")[^"]{5,}(?=")/g) ?? [];
    expect(values).toContain('user_8821');
    // An audience may be named as the payload names it; what has a digit is an id.
    expect(values.filter((value) => /\d/.test(value) && told.includes(value))).toEqual([]);
  });
});
