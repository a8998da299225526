import { createPersonalize } from 'express-moengage-personalize';
import type { Personalize } from 'express-moengage-personalize';
import type { Browser } from 'playwright-core';
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
    personalize = createPersonalize({ baseUrl, workspaceId, apiKey });
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

  it('fits a telephone', async () => {
    await ask('user_1');

    await expect(overflowOf(open.page)).resolves.toBe(0);
  });
});
