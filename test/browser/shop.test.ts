import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { desktop, openShop, phone } from '../integration/example-app/shop-fixture.js';
import type { OpenShop } from '../integration/example-app/shop-fixture.js';
import { describeInChromium, launchChromium } from './chromium.js';

/** The tests are not about time, but for one. */
const timeoutMs = 30_000;

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

const scenes = { morning: 'dawn', daytime: 'day', evening: 'dusk', night: 'night' };

async function serve(app: Express): Promise<Server> {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describeInChromium('the shop in Chromium', () => {
  let shop: OpenShop;
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  jest.setTimeout(60_000);

  beforeAll(async () => {
    shop = await openShop(undefined, timeoutMs);
    server = await serve(shop.app);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await close(shop, server);
  });

  function addressOf(path: string, at = server): string {
    const { port } = at.address() as AddressInfo;
    return `http://127.0.0.1:${port}${path}`;
  }

  async function close(what: OpenShop, at: Server): Promise<void> {
    at.closeAllConnections();
    at.close();
    await what.close();
  }

  /** A fresh visitor; whatever the browser has to say against a page is kept. */
  async function arrive(path: string, options: Parameters<Browser['newContext']>[0] = { viewport: wide }, at = server) {
    // Chromium without a window calls itself a bot, which gets the shop's own.
    context = await browser.newContext({ userAgent: desktop, ...options });
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(addressOf('/', at))) complaints.push(`asked ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(addressOf(path, at));
  }

  /** Follows what leads to another page, until the scripts of that one have run. */
  const follow = (link: Locator) => Promise.all([page.waitForEvent('load'), link.click()]);

  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const hero = () => page.locator('[data-experience="home-hero"]');
  const drawer = () => page.getByRole('complementary', { name: 'What was personalized here' });
  const openDrawer = () => page.getByRole('button', { name: 'Why this page?' }).click();
  const heroClass = () => hero().getAttribute('class');

  it('shows another hero to who comes by the newsletter, and says why', async () => {
    await arrive('/');
    const before = await heroClass();
    await openDrawer();

    await follow(drawer().getByRole('link', { name: 'Newsletter' }));

    expect(page.url()).toMatch(/utm_source=newsletter/);
    expect(before).not.toContain('hero--letter');
    expect(await heroClass()).toContain('hero--letter');
    expect(await hero().getByRole('heading').textContent()).toBe('Your First Flush parcel is packed');
    const answer = drawer().locator('[data-answer="home-hero"]');
    expect(await answer.locator('.badge').textContent()).toBe('network · variation 1');
    expect(await answer.textContent()).toContain('For the audience “Newsletter readers”.');
  });

  it('keeps the drawer open while visitors are switched', async () => {
    await arrive('/');
    await openDrawer();

    await follow(drawer().getByRole('button', { name: 'Meera Iyer' }));

    expect(await heroClass()).toContain('hero--cellar');
    expect(await drawer().isVisible()).toBe(true);
    expect(await drawer().textContent()).toContain('user_8821');
  });

  it('signs a customer in from the menu and greets them', async () => {
    await arrive('/');

    await page.locator('.account summary').click();
    await follow(page.locator('.account__list').getByRole('button', { name: 'Aiko Tanaka' }));

    expect(await heroClass()).toContain('hero--rain');
    expect(await page.locator('[data-experience="site-banner"]').textContent()).toContain('Welcome back');
    expect(await page.locator('.account summary').innerText()).toBe('Aiko Tanaka');
  });

  it.each(['morning', 'evening', 'night'])('is dressed for the %s where it is one', async (part) => {
    await arrive('/');
    await openDrawer();
    const there = drawer().locator(`.place--${part}`).first();
    const zone = await there.getAttribute('value');

    await follow(there);

    const here = drawer().locator('.place[aria-current]');
    expect(await here.getAttribute('value')).toBe(zone);
    // Not always the one that was asked for: the clock may have struck since.
    const [, partHere] = /place--(\w+)/.exec((await here.getAttribute('class')) ?? '') ?? [];
    expect(await heroClass()).toContain(`hero--${Object.entries(scenes).find(([name]) => name === partHere)?.[1]}`);
  });

  it('has an offer for phones', async () => {
    await arrive('/', { viewport: narrow, userAgent: phone, isMobile: true, hasTouch: true });

    expect(await page.locator('[data-experience="promo-strip"]').textContent()).toContain(
      'collect it from the counter',
    );
  });

  it('fills the bag and changes the banner with it', async () => {
    await arrive('/product/nilgiri-blue');

    await follow(page.getByRole('button', { name: 'Add to the bag', exact: true }));

    expect(await page.getByLabel('1 in the bag').count()).toBe(1);
    expect(await page.locator('[data-experience="site-banner"]').textContent()).toContain('your bag leaves Coonoor');
  });

  it('opens and closes the drawer by keyboard, and gives the focus back', async () => {
    await arrive('/');
    const button = page.getByRole('button', { name: 'Why this page?' });

    await button.press('Enter');
    await drawer().waitFor();
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'hidden' });

    expect(await page.locator('.drawer-button:focus').count()).toBe(1);
  });

  it.each(['/', '/teas', '/product/silver-needle', '/bag'])(
    'fits a phone without scrolling sideways: %s',
    async (path) => {
      await arrive(path, { viewport: narrow });
      const overflow = () => page.evaluate('document.documentElement.scrollWidth - window.innerWidth');

      expect(await overflow()).toBe(0);
      await openDrawer();
      expect(await overflow()).toBe(0);
    },
  );

  it('is whole while the API hangs', async () => {
    const hanging = await openShop(undefined, 500);
    hanging.emulator.fault({ kind: 'hang' });
    const at = await serve(hanging.app);
    try {
      await arrive('/', { viewport: wide }, at);

      expect(await hero().getByRole('heading').textContent()).toBe('Tea from above the cloud line');
      expect(await page.locator('.card').count()).toBe(8);
      expect(await page.locator('.drawer-button__count').textContent()).toBe('0/3');
    } finally {
      await close(hanging, at);
    }
  });

  it('loads every picture', async () => {
    await arrive('/teas');

    await page.evaluate(`Promise.all([...document.images].map((image) => {
      image.loading = 'eager';
      return image.decode().catch(() => undefined);
    }))`);

    expect(await page.locator('img').count()).toBeGreaterThan(10);
    expect(await page.evaluate('[...document.images].filter((image) => image.naturalWidth === 0).length')).toBe(0);
  });
});
