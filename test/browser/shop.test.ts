import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { desktop, openShop, phone } from '../integration/example-app/shop-fixture.js';
import type { OpenShop } from '../integration/example-app/shop-fixture.js';
import { describeInChromium, launchChromium } from './chromium.js';

/** Long enough for a busy machine, short enough to wait for once. */
const timeoutMs = 2_000;

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

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
    server = shop.app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await shop.close();
  });

  function addressOf(path: string): string {
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${path}`;
  }

  /** A fresh visitor; whatever the browser has to say against a page is kept. */
  async function arrive(path: string, options: Parameters<Browser['newContext']>[0] = { viewport: wide }) {
    // Chromium without a window calls itself a bot, which gets the shop's own.
    context = await browser.newContext({ userAgent: desktop, ...options });
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (new URL(request.url()).host !== new URL(addressOf('/')).host) complaints.push(`asked ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(addressOf(path));
  }

  afterEach(async () => {
    shop.emulator.fault(undefined);
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

    await drawer().getByRole('link', { name: 'Newsletter' }).click();
    await page.waitForURL(/utm_source=newsletter/);

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

    await drawer().getByRole('button', { name: 'Meera Iyer' }).click();
    await page.locator('.hero--cellar').waitFor();

    expect(await drawer().isVisible()).toBe(true);
    expect(await drawer().textContent()).toContain('user_8821');
  });

  it('signs a customer in from the menu and greets them', async () => {
    await arrive('/');

    await page.locator('.account summary').click();
    await page.locator('.account__list').getByRole('button', { name: 'Aiko Tanaka' }).click();
    await page.locator('.hero--rain').waitFor();

    expect(await page.locator('[data-experience="site-banner"]').textContent()).toContain('Welcome back');
    expect(await page.locator('.account summary').innerText()).toBe('Aiko Tanaka');
  });

  it.each([
    ['morning', 'dawn'],
    ['evening', 'dusk'],
    ['night', 'night'],
  ])('is dressed for the %s where it is %s', async (part, scene) => {
    await arrive('/');
    await openDrawer();

    await drawer().locator(`.place--${part}`).first().click();
    await page.locator(`.hero--${scene}`).waitFor();

    expect(await drawer().locator(`.place--${part}[aria-current]`).count()).toBe(1);
  });

  it('has an offer for phones', async () => {
    await arrive('/', { viewport: narrow, userAgent: phone, isMobile: true, hasTouch: true });

    expect(await page.locator('[data-experience="promo-strip"]').textContent()).toContain(
      'collect it from the counter',
    );
  });

  it('fills the bag and changes the banner with it', async () => {
    await arrive('/product/nilgiri-blue');

    await page.getByRole('button', { name: 'Add to the bag', exact: true }).click();
    await page.getByLabel('1 in the bag').waitFor();

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
    shop.emulator.fault({ kind: 'hang' });

    // A question that nobody has asked before, so that no older answer can stand in.
    await arrive('/?utm_term=never-asked');

    expect(await hero().getByRole('heading').textContent()).toBe('Tea from above the cloud line');
    expect(await page.locator('.card').count()).toBe(8);
    expect(await page.locator('.drawer-button__count').textContent()).toBe('0/3');
  });

  it('loads every picture', async () => {
    await arrive('/teas');

    await page.evaluate("for (const image of document.images) image.loading = 'eager'");
    await page.waitForLoadState('networkidle');

    expect(await page.locator('img').count()).toBeGreaterThan(10);
    expect(await page.evaluate('[...document.images].filter((image) => image.naturalWidth === 0).length')).toBe(0);
  });
});
