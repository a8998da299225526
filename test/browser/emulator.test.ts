import { createPersonalize } from 'express-moengage-personalize';
import type { Personalize } from 'express-moengage-personalize';
import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import type { Browser, Page } from 'playwright-core';
import { workspace } from '../integration/express/support.js';
import { describeInChromium, launchChromium } from './chromium.js';

describeInChromium("the emulator's page in Chromium", () => {
  let browser: Browser;
  let emulator: Emulator;
  let personalize: Personalize;
  let page: Page;
  let complaints: string[];

  jest.setTimeout(60_000);

  beforeAll(async () => {
    browser = await launchChromium();
  });

  beforeEach(async () => {
    emulator = await createEmulator({ config: workspace });
    personalize = createPersonalize({
      baseUrl: emulator.baseUrl,
      workspaceId: emulator.workspaceId,
      apiKey: emulator.apiKey,
    });
    page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(emulator.url);
    await page.getByText('Live').waitFor();
  });

  afterEach(async () => {
    await page.close();
    await personalize.close();
    await emulator.close();
  });

  afterAll(() => browser.close());

  const ask = (customerId: string) =>
    personalize.client.fetchExperiences({ keys: ['home-hero', 'gold-offer'], identity: { customerId } });

  it('shows a call as it comes, with what matched and what did not', async () => {
    await ask('user_1');

    const call = page.locator('#calls > *').first();
    await call.getByText('home-hero · 2').waitFor();
    await expect(call.innerText()).resolves.toMatch(/fetch[^]*200[^]*user_1[^]*gold-offer · 1/);
    await expect(page.locator('#calls-count').innerText()).resolves.toBe('1');
    expect(complaints).toEqual([]);
  });

  it('breaks the API at the press of a button', async () => {
    await page.getByRole('button', { name: 'Status 500' }).click();
    await page.locator('#faults').waitFor({ state: 'visible' });

    await expect(ask('user_1')).rejects.toMatchObject({ code: 'MOE_HTTP_ERROR', status: 500 });
  });

  it('writes what a visitor sent as text and never as HTML', async () => {
    await ask('<img src=x onerror="document.title=`broken`">');

    await page.getByText('<img src=x').first().waitFor();
    await expect(page.locator('img[src="x"]').count()).resolves.toBe(0);
    await expect(page.title()).resolves.toBe('Personalize emulator');
  });

  it('fits a telephone', async () => {
    await ask('user_1');

    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');

    expect(overflow).toBe(0);
  });
});
