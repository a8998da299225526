import express5 from 'express';
import request from 'supertest';
import type { Consent } from 'express-moengage-personalize';
import { browser, customer, names, openMarked, openReporting, reported } from './reporting-site.js';
import type { Options } from './reporting-site.js';
import { expressVersions } from './support.js';

let agreed: Consent = 'full';

describe.each(expressVersions)('on %s marks', (_version, express) => {
  it('report what browsers see and click, the impression under the UUID of the server', async () => {
    const { site, token, report } = await openMarked(express, { click: 'hero-cta', visible: true });
    await report([token, 'shown'], [token, 'clicked', 1]);
    const events = await reported(site);

    expect(events.map(({ action, elementId, duplicate }) => [action, elementId, duplicate])).toEqual([
      ['SHOWN', undefined, false],
      ['SHOWN', undefined, true],
      ['CLICKED', 'hero-cta', false],
    ]);
    expect(events[0]?.uuid).toBe(events[1]?.uuid);
    expect(site.personalize.stats().events?.reports).toEqual({ accepted: 2, duplicates: 0, refused: {} });
  });

  it.each([
    [{ click: true }, 'render', 'click'],
    [{ click: 'x' }, 'visible', 'visible click'],
    [{}, 'visible', 'visible'],
    [{ visible: false, click: 'x' }, 'visible', 'click'],
    [{ visible: true }, 'manual', 'visible'],
  ] as const)('%j with impressions: %s ask for %s', async (marks, impressions, actions) => {
    const { text } = await openMarked(express, marks, { impressions });

    expect(text).toContain(`data-moe-on="${actions}"`);
  });

  it('are not written where nothing is asked for', async () => {
    expect((await openMarked(express, {})).text).toContain('<a href="/sale" >');
  });

  it.each([
    ['an anonymous visitor', { ...customer, 'x-customer': '' }],
    ['a crawler', { ...customer, 'user-agent': 'Googlebot/2.1' }],
  ])('are not written for %s, and links lead straight on', async (_case, headers) => {
    const { text, clickUrl } = await openMarked(express, { click: true }, undefined, headers);

    expect([text.includes('data-moe'), clickUrl]).toEqual([false, '/sale?a=1&amp;b=2']);
  });

  it('count a click where there is no JavaScript, once, and lead on', async () => {
    const { site, clickUrl } = await openMarked(express, { click: true });
    await request(site.app).get(clickUrl).set(customer).expect(302).expect('location', '/sale?a=1&b=2');
    await request(site.app).get(clickUrl).set(customer).expect(302);
    const events = await reported(site);

    expect(names(events)).toEqual(['SHOWN home-hero user_1', 'CLICKED home-hero user_1']);
    expect(events[1]?.elementId).toBe('plain');
  });

  it.each<[string, Options, object]>([
    ['withdraws consent while the page is open', { consent: () => agreed }, { NO_CONSENT: 2 }],
    ['turns out to be a program', { bots: () => agreed !== 'full' }, { BOT: 2 }],
  ])('count nothing of who %s', async (_case, options, refused) => {
    agreed = 'full';
    const { site, token, clickUrl, report } = await openMarked(express, { click: true }, undefined, customer, options);
    agreed = 'anonymous';
    await report([token, 'shown']);
    await request(site.app).get(clickUrl).set(customer).expect(302).expect('location', '/sale?a=1&b=2');

    expect(names(await reported(site))).toEqual(['SHOWN home-hero user_1']);
    expect(site.personalize.stats().events?.reports).toEqual({ accepted: 0, duplicates: 0, refused });
  });

  it("tell the page's readers nothing", async () => {
    const { site, text } = await openMarked(express, { click: 'hero-cta', visible: true });
    await reported(site);
    const [call] = site.emulator.ledger.calls.filter(({ endpoint }) => endpoint === 'events');
    const secrets = JSON.stringify(call?.request).match(/[\w-]{6,}/g) ?? [];

    expect(secrets).toContain('user_1');
    expect(text).not.toContain('user_1');
    expect(text).not.toContain('hero-cta');
    expect(text).not.toContain('audience');
  });

  it('come with a script that is served for good', async () => {
    const { site, text } = await openMarked(express, { click: true });
    const [, src = ''] = /<script src="([^"]*)" nonce="n&quot;1" defer><\/script>/.exec(text) ?? [];

    expect(src).toMatch(/^\/personalize\/script-[0-9a-f]+\.js$/);
    await request(site.app)
      .get(src)
      .expect(200)
      .expect('content-type', /javascript/)
      .expect('cache-control', 'public, max-age=31536000, immutable');
  });
});

describe('an anonymous visitor', () => {
  it('is reported under the id of a cookie where events.anonymous says so, once for all experiences of a page', async () => {
    const site = await openReporting(express5, { anonymous: true });
    site.app.get('/two', site.personalize('home-hero', 'promo-strip'), (_req, res) => {
      const { value } = res.locals.personalization;
      res
        .cookie('session', '1')
        .type('html')
        .send(JSON.stringify([value('home-hero', 'Title'), value('promo-strip', 'Title')]));
    });
    const agent = request.agent(site.app);
    const { headers } = await agent.get('/two').set('user-agent', browser).expect(200);
    await agent.get('/').set('user-agent', browser).expect(200);
    const events = await reported(site);
    const [, id] = /moe_anonymous=([^;]+)/.exec(String(headers['set-cookie'])) ?? [];

    expect(headers['set-cookie']).toHaveLength(2);
    expect(names(events)).toEqual([
      `SHOWN home-hero ${id ?? ''}`,
      `SHOWN promo-strip ${id ?? ''}`,
      `SHOWN home-hero ${id ?? ''}`,
    ]);
  });
});

describe('a customer who is forgotten', () => {
  it('leaves nothing in queue and cache, and open pages report nothing more', async () => {
    const site = await openReporting(express5, { flushIntervalMs: 60_000 }, { cache: { ttlMs: 60_000 } });
    site.app.get('/marked', site.personalize('home-hero'), (_req, res) => {
      res.render('marked', { marks: { click: true } });
    });
    await request(site.app)
      .get('/')
      .set({ ...customer, 'x-customer': 'user_2' });
    const { text } = await request(site.app).get('/marked').set(customer);
    const [, token = ''] = /data-moe-token="([^"]*)"/.exec(text) ?? [];
    expect(site.personalize.stats()).toMatchObject({ cache: { entries: 3 }, events: { pending: 2 } });

    expect(await site.personalize.forget({ customerId: 'user_1' })).toEqual({ events: 1, answers: 1 });
    await request(site.app)
      .post('/personalize/events')
      .set({ 'sec-fetch-site': 'same-origin' })
      .send(JSON.stringify({ events: [[token, 'clicked', 1]] }))
      .expect(204);

    expect(names(await reported(site))).toEqual(['SHOWN home-hero user_2']);
    expect(site.personalize.stats()).toMatchObject({
      cache: { entries: 2 },
      events: { queued: 2, delivered: 1, dropped: { FORGOTTEN: 1 }, pending: 0 },
    });
  });
});
