import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createPersonalize } from 'express-moengage-personalize';
import type { ExperienceMap, Personalize } from 'express-moengage-personalize';
import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { browser as agent } from '../integration/express/reporting-site.js';
import { workspace } from '../integration/express/support.js';
import { previewSecret, previewToken } from '../support/preview-links.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { overflowOf } from './emulator-page.js';

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

/** Policies, each with whether styles get in. */
const policies = {
  none: { policy: undefined, isStyled: true },
  nonce: { policy: "default-src 'none'; style-src 'nonce-r4nd0m'", isStyled: true },
  self: { policy: "default-src 'none'; style-src 'self'", isStyled: true },
  closed: { policy: "default-src 'none'", isStyled: false },
} as const;

describeInChromium('a preview in Chromium', () => {
  let emulator: Emulator;
  let personalize: Personalize<ExperienceMap>;
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  jest.setTimeout(60_000);

  beforeAll(async () => {
    emulator = await createEmulator({ config: workspace });
    const { baseUrl, workspaceId, apiKey } = emulator;
    personalize = createPersonalize<ExperienceMap>({
      baseUrl,
      workspaceId,
      apiKey,
      timeoutMs: 20_000,
      preview: { secret: previewSecret },
    });
    const app = express().use(personalize());
    app.get('/:policy', personalize('home-hero', 'promo-strip', 'gold-offer'), (req, res) => {
      const { policy } = policies[req.params.policy as keyof typeof policies];
      if (policy !== undefined) res.set('Content-Security-Policy', policy);
      const { variationId = 'none' } = res.locals.personalization.experience('home-hero');
      // What a page says of its own elements must not reach the badge.
      const style = '<style nonce="r4nd0m">a, b, dialog, div, table { display: none; color: white }</style>';
      res.send(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>
        ${style}<h1>${variationId}</h1>${'<p>Line</p>'.repeat(80)}</html>`);
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await launchChromium();
    // Somebody has got each of them before.
    await fetch(addressOf('/none'), { headers: { 'user-agent': agent } });
  });

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    await personalize.close();
    await emulator.close();
  });

  afterEach(() => context.close());

  const addressOf = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  async function open(path: string, token: string, viewport = wide): Promise<void> {
    context = await browser.newContext({ userAgent: agent, viewport });
    page = await context.newPage();
    await page.goto(addressOf(`${path}?moe_preview=${token}`));
  }

  const badge = () => page.locator('#moe-preview dialog');
  const panel = () => page.locator('#moe-preview .panel');
  const styleOf = (tag: string, property: string): Promise<unknown> =>
    page.evaluate(`getComputedStyle(document.querySelector('#moe-preview ${tag}')).${property}`);
  const isInSight = async (): Promise<boolean> => {
    const box = await badge().boundingBox();
    return box !== null && box.y >= 0 && box.y + box.height <= (page.viewportSize()?.height ?? 0) && box.height > 40;
  };

  // Made when it is wanted: the page shows how many minutes it is good for.
  const createToken = () => previewToken({ 'home-hero': '2', 'promo-strip': '9' });
  const createExplained = () => previewToken({ 'home-hero': '2' }, { explain: true });

  it.each(Object.entries(policies))('has a badge under the policy of /%s', async (name, { isStyled }) => {
    await open(`/${name}`, createToken());

    expect(page.url()).toBe(addressOf(`/${name}`));
    expect(await badge().isVisible()).toBe(true);
    expect(await badge().innerText()).toMatch(
      /Preview: 2 forced · not counted · ends in 59 min[^]*home-hero → 2[^]*promo-strip → 9/,
    );
    expect(await badge().innerText()).toContain('unknown here');
    expect(await styleOf('dialog', 'position')).toBe(isStyled ? 'fixed' : 'absolute');
    // Where nothing may be styled, it stands at the foot, on a ground of its own.
    expect(await isInSight()).toBe(isStyled);
    expect(await styleOf(isStyled ? 'dialog' : 'table', 'backgroundColor')).toBe('rgb(255, 201, 51)');
  });

  it.each(Object.keys(policies))('leads out of itself: /%s', async (name) => {
    await open(`/${name}`, 'off');
    await page.goto(addressOf(`/${name}?a=1&b=%2F&moe_preview=${createToken()}`));
    expect(await badge().count()).toBe(1);

    await badge().getByRole('link', { name: 'Leave preview' }).click();
    await page.waitForURL(addressOf(`/${name}?a=1&b=%2F`));

    expect(await badge().count()).toBe(0);
    expect(await context.cookies()).toEqual([]);
  });

  it('keeps its cookie from scripts, and gone with its time', async () => {
    const before = Date.now();
    await open('/none', createToken());
    const after = Date.now();

    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'moe_preview', httpOnly: true, sameSite: 'Lax', path: '/' });
    const madeAt = (cookie?.expires ?? 0) - 3_600;
    expect(madeAt).toBeGreaterThanOrEqual(before / 1_000 - 1);
    expect(madeAt).toBeLessThanOrEqual(after / 1_000 + 1);
  });

  it('explains what the page shows, and hides who it is for', async () => {
    await open('/nonce', createExplained());

    const text = await panel().innerText();
    expect(text).toMatch(/2 of 3 experiences matched · 1 question/);
    expect(text).toMatch(/home-hero\s+variation 2\s+preview/);
    expect(text).toMatch(/promo-strip\s+variation 2\s+network/);
    expect(text).toMatch(/gold-offer\s+NOT_MATCHED/);
    expect(text).toMatch(/Customer id\s+none: anonymous/);
    expect(text).toMatch(/Address\s+127\.0\.0\.0 \(masked here\)/);
    expect(text).toMatch(/Breaker\s+closed/);
    await panel().getByText('promo-strip', { exact: true }).first().click();
    expect(await panel().locator('pre:visible').count()).toBe(2);
    expect(await panel().innerText()).toContain('"Title": "Free shipping"');
  });

  it.each([wide, narrow])('fits its window: %p', async (viewport) => {
    await open('/nonce', createExplained(), viewport);

    expect(await overflowOf(page)).toBe(0);
    expect(await isInSight()).toBe(true);
    // The page's own end can be scrolled to above the badge.
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    const [below, above] = [await badge().boundingBox(), await panel().locator('.columns').boundingBox()];
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
  });
});
