import { createPersonalize } from 'express-moengage-personalize';
import type { Personalize } from 'express-moengage-personalize';
import type { Browser } from 'playwright-core';
import { many, reportOf } from '../unit/emulator/support-events.js';
import { post } from '../unit/emulator/support-server.js';
import { workspace } from '../integration/express/support.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { openEmulatorPage, overflowOf } from './emulator-page.js';
import type { EmulatorPage } from './emulator-page.js';

describeInChromium("the emulator's page in Chromium", () => {
  let browser: Browser;
  let open: EmulatorPage;
  let personalize: Personalize;

  jest.setTimeout(60_000);

  beforeAll(async () => {
    browser = await launchChromium();
  });

  beforeEach(async () => {
    open = await openEmulatorPage(browser, workspace);
    const { baseUrl, workspaceId, apiKey } = open.emulator;
    personalize = createPersonalize({ baseUrl, workspaceId, apiKey, timeoutMs: 20_000 });
  });

  afterEach(async () => {
    await personalize.close();
    await open.close();
  });

  afterAll(() => browser.close());

  const ask = (customerId: string) =>
    personalize.client.fetchExperiences({ keys: ['home-hero', 'gold-offer'], identity: { customerId } });

  it('shows a call as it comes, with what matched and what did not', async () => {
    await ask('user_1');

    const call = open.page.locator('#calls > *').first();
    await call.getByText('home-hero · 2').waitFor();
    await expect(call.innerText()).resolves.toMatch(/fetch[^]*200[^]*user_1[^]*gold-offer · 1/);
    await expect(open.page.locator('#calls-count').innerText()).resolves.toBe('1');
    expect(open.complaints).toEqual([]);
  });

  it('lists the last ones of many, and counts them all', async () => {
    const askEach = (count: number, visitors: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => ask(`user_${index % visitors}`)));
    const report = () => post(open.emulator, '/experiences/events', reportOf('user_1', ...many(120, {})));
    await askEach(60, 60);
    await ask('regular');
    await askEach(200, 10);
    await ask('regular');
    await Promise.all([report(), report()]);
    const { page } = open;
    await page.reload();
    await page.locator('#calls-count', { hasText: '264' }).waitFor();

    await expect(page.locator('#calls > *').count()).resolves.toBe(200);
    await expect(page.locator('#calls-count').innerText()).resolves.toBe('264');
    await expect(page.locator('#events > *').count()).resolves.toBe(200);
    await expect(page.locator('#events-count').innerText()).resolves.toBe('240');
    await expect(page.locator('#visitors > *').count()).resolves.toBe(50);
    await expect(page.locator('#visitors > *').first().innerText()).resolves.toMatch(/^regular\s+2 calls/);
  });

  it('breaks the API at the press of a button', async () => {
    await open.page.getByRole('button', { name: 'Status 500' }).click();
    await open.page.locator('#faults').waitFor({ state: 'visible' });

    await expect(ask('user_1')).rejects.toMatchObject({ code: 'MOE_HTTP_ERROR', status: 500 });
  });

  it('writes what a visitor sent as text and never as HTML', async () => {
    await ask('<img src=x onerror="document.title=`broken`">');

    await open.page.getByText('<img src=x').first().waitFor();
    await expect(open.page.locator('img[src="x"]').count()).resolves.toBe(0);
    await expect(open.page.title()).resolves.toBe('Personalize emulator');
  });

  it('shows who has come, and which rules held for them or did not', async () => {
    await ask('user_1');
    await ask('stranger');

    const { page } = open;
    await page.locator('#visitors > *').nth(1).waitFor();
    expect(await page.locator('#visitors').innerText()).toMatch(
      /stranger\s+1 call[^]*gold-offer[^]*user_1\s+1 call[^]*gold-offer · 1/,
    );
    for (const call of await page.locator('#calls details').all()) {
      await call.locator('summary').click();
      // What it says comes once the browser tells the page that it is open, which is after the click.
      await call.locator('.body').waitFor();
    }
    const calls = await page.locator('#calls').innerText();
    expect(calls).toContain("✕ Gold — customer's tier is gold, but it is not known");
    expect(calls).toMatch(/✓ Gold — customer's tier is gold$/m);
    expect(calls).toMatch(/Visitor\s+customer\s+user_1\s+customer's tier\s+gold/);
    expect(open.complaints).toEqual([]);
  });

  it('makes a preview link, or says what is wrong', async () => {
    const { page } = open;
    await page.locator('#preview summary').click();
    await page.locator('#preview-choices select').first().selectOption('1A/2');
    await page.locator('#preview-secret').fill('a-secret-that-is-long');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = page.locator('#preview-made a');
    await link.waitFor();

    expect(await link.getAttribute('href')).toMatch(/^http:\/\/127\.0\.0\.1:3000\/\?moe_preview=[\w-]+$/);
    expect(await overflowOf(page)).toBe(0);
    await page.locator('#preview-choices select').first().selectOption('');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('What is forced must be').waitFor();
  });

  it('fits a telephone', async () => {
    await ask('user_1');

    await expect(overflowOf(open.page)).resolves.toBe(0);
  });
});
