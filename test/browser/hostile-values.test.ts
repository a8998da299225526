import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { safeUrl } from '../../src/core/safe-url.js';
import { browser as desktop } from '../integration/express/reporting-site.js';
import { openSite } from '../integration/express/support.js';
import type { Site } from '../integration/express/support.js';
import { engines } from '../integration/views/engines.js';
import { openHostileSite } from '../integration/views/hostile-site.js';
import { hostileVariables, vectors } from '../integration/views/vectors.js';
import { describeInChromium, launchChromium } from './chromium.js';

/** What the browser has made of a page. */
interface Findings {
  /** How often a value has run. */
  readonly pwned: number;
  /** Elements by name. */
  readonly elements: Readonly<Record<string, number>>;
  /** Names of all attributes that there are. */
  readonly attributes: readonly string[];
  readonly texts: readonly string[];
  readonly titles: readonly string[];
  /** Schemes of all links, as the browser would follow them. */
  readonly schemes: readonly string[];
  readonly links: readonly string[];
  readonly json: string;
}

const find = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const elements = {};
  for (const { localName } of all('*')) elements[localName] = (elements[localName] ?? 0) + 1;
  return {
    pwned: window.pwnedCount,
    elements,
    attributes: [...new Set(all('*').flatMap((element) => element.getAttributeNames()))].sort(),
    texts: all('section > p').map(({ textContent }) => textContent),
    titles: all('section > i').map(({ title }) => title),
    schemes: [...new Set(all('a').map(({ protocol }) => protocol))].sort(),
    links: all('section > a').map((link) => link.getAttribute('href')),
    json: all('script[type="application/json"]').map(({ textContent }) => textContent).join(),
  };
})()`;

/** Parsers of HTML know one line break only. */
const asParsed = (text: string): string => text.replace(/\r\n?/g, '\n');

/** What Helmet sends unless told otherwise. */
const helmetPolicy = [
  "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self'",
  "img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none'",
  "style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
].join(';');

describeInChromium('hostile values in Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let dialogs: number;

  jest.setTimeout(60_000);

  beforeAll(async () => {
    browser = await launchChromium();
  });
  beforeEach(async () => {
    dialogs = 0;
    // Chromium without a window calls itself a bot.
    context = await browser.newContext({ userAgent: desktop });
    await context.addInitScript('window.pwnedCount = 0; window.pwned = () => { window.pwnedCount += 1; };');
    page = await context.newPage();
    page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
  });
  afterEach(async () => {
    await context.close();
  });
  afterAll(() => browser.close());

  /** Shows the site's page, without asking anybody else for anything, for as long as the work lasts. */
  async function visit<T>({ app }: Site, look: () => Promise<T>): Promise<T> {
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await context.route(
      (url) => url.origin !== origin,
      (route) => route.abort(),
    );
    try {
      await page.goto(origin);
      return await look();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it.each(engines)('are nothing but values in a view of %s', async (_engine, setUp) => {
    const site = await openHostileSite(express, setUp);

    const found = await visit(site, async () => {
      // Whatever runs when it is pointed at, or followed.
      await page.mouse.move(200, 200);
      for (const link of await page.locator('a').all()) await link.dispatchEvent('mouseover');
      return page.evaluate<Findings>(find);
    });

    const count = vectors.length;
    const each = { html: 1, head: 1, title: 1, body: 1, section: count, p: count, i: count, a: count, script: 1 };
    expect(found.pwned + dialogs).toBe(0);
    expect(found.elements).toEqual(each);
    expect(found.attributes).toEqual(['href', 'id', 'title', 'type']);
    expect(found.texts).toEqual(vectors.map(asParsed));
    expect(found.titles).toEqual(vectors.map(asParsed));
    expect(found.schemes.filter((scheme) => !/^https?:$/.test(scheme))).toEqual([]);
    expect(found.links).toEqual(vectors.map((vector) => safeUrl(vector)));
    expect(JSON.parse(found.json)).toEqual({ hostile: { matched: true, variables: hostileVariables } });
  });

  it('are more than that where nothing guards a page', async () => {
    const [[, setUp] = []] = engines;
    const site = await openHostileSite(express, (...args) => setUp?.(...args), 'unguarded');

    const { pwned, elements, attributes, schemes } = await visit(site, () => page.evaluate<Findings>(find));

    expect(pwned).toBeGreaterThan(10);
    expect(elements.script).toBeGreaterThan(10);
    expect(attributes).toContain('onerror');
    expect(schemes).toContain('javascript:');
  });

  it('and what is reported need nothing that Helmet forbids by default', async () => {
    const site = await openSite(express);
    site.app.use((_req, res, next) => {
      res.set('Content-Security-Policy', helmetPolicy);
      next();
    });
    site.app.use('/personalize', site.personalize.router());
    site.app.get('/', site.personalize('home-hero'), (_req, res) => {
      const { json, script, attrs } = res.locals.personalization;
      const data = `<script type="application/json">${json()}</script>`;
      res.send(`<!doctype html>${data}${script()}<h1 ${attrs('home-hero', { click: true })}>Hello</h1>`);
    });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));

    const started = await visit(site, () =>
      page.evaluate<boolean>("Symbol.for('express-moengage-personalize') in document"),
    );

    expect([started, complaints]).toEqual([true, []]);
  });
});
