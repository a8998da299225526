import { once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { customer, openReporting, reported, uuidV4, names } from './reporting-site.js';
import { expressVersions } from './support.js';

describe.each(expressVersions)('on %s an impression', (_version, express) => {
  it('is what a view read of a matched experience: one a page and visitor', async () => {
    const site = await openReporting(express);
    await request(site.app).get('/').set(customer).expect(200);
    const events = await reported(site);

    expect(names(events)).toEqual(['SHOWN home-hero user_1']);
    expect(events[0]?.uuid).toMatch(uuidV4());
    expect(site.personalize.stats().events).toMatchObject({ queued: 1, delivered: 1, dropped: {}, pending: 0 });
  });

  it("carries the whole context, the time and the visitor's offset", async () => {
    const site = await openReporting(express, undefined, { timeZone: 'Asia/Kolkata' });
    const before = Math.floor(Date.now() / 1_000);
    await request(site.app).get('/').set(customer).expect(200);
    await reported(site);
    const [call] = site.emulator.ledger.calls.filter(({ endpoint }) => endpoint === 'events');
    const body = call?.request as { elements: { user_timezone_offset: number; actions: Record<string, unknown>[] }[] };
    const [element] = body.elements;

    expect(element?.user_timezone_offset).toBe(19_800);
    expect(element?.actions).toEqual([
      {
        action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
        moe_event_uuid: expect.stringMatching(uuidV4()),
        event_time: expect.any(Number),
        platform: 'web',
        attributes: expect.objectContaining({
          experience: 'home-hero',
          moe_variation_id: '2',
          audience_name: 'All Users',
        }),
      },
    ]);
    expect(Number(element?.actions[0]?.event_time)).toBeGreaterThanOrEqual(before);
    expect(Number(element?.actions[0]?.event_time)).toBeLessThanOrEqual(before + 60);
  });

  it('is another for the next page', async () => {
    const site = await openReporting(express);
    await request(site.app).get('/').set(customer);
    await request(site.app).get('/').set(customer);
    const events = await reported(site);

    expect(events.map(({ duplicate }) => duplicate)).toEqual([false, false]);
  });

  it('is not what nobody reads a variable of', async () => {
    const site = await openReporting(express);
    site.app.get('/unread', site.personalize('home-hero'), (_req, res) => {
      const { matched, source } = res.locals.personalization.experience('home-hero');
      res.type('html').send(`${String(matched)} ${source} ${res.locals.personalization.json()}`);
    });
    await request(site.app)
      .get('/unread')
      .set(customer)
      .expect(200, /^true network/);

    expect(await reported(site)).toEqual([]);
  });

  it.each([
    ['HEAD', {}, 'head', '/'],
    ['POST', {}, 'post', '/posted'],
    ['an error page', {}, 'get', '/missing'],
    ['a redirect', {}, 'get', '/redirect'],
    ['JSON', {}, 'get', '/json'],
    ['an anonymous visitor', { 'x-customer': '' }, 'get', '/'],
    ['a crawler', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, 'get', '/'],
    ['a link preview', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }, 'get', '/'],
    ['a page loaded ahead', { 'sec-purpose': 'prefetch;prerender' }, 'get', '/'],
  ] as const)('is none of %s', async (_case, headers, method, path) => {
    const site = await openReporting(express);
    const { app, personalize } = site;
    const read = personalize('home-hero');
    app.post('/posted', read, (_req, res) => {
      res.render('page');
    });
    app.get('/missing', read, (_req, res) => {
      res.status(404).render('page');
    });
    app.get('/redirect', read, (_req, res) => {
      res.redirect(`/?${JSON.stringify(res.locals.personalization.value('home-hero', 'Title'))}`);
    });
    app.get('/json', read, (_req, res) => {
      res.json({ title: res.locals.personalization.value('home-hero', 'Title') });
    });
    const agent = request(app);
    await agent[method](path).set({ ...customer, ...headers });

    expect(await reported(site)).toEqual([]);
  });

  it('is none of a page that matched nothing, or got defaults', async () => {
    const site = await openReporting(express, undefined, { defaults: { 'home-hero': { Title: 'Default' } } });
    site.emulator.fault({ kind: 'status', status: 500 });
    await request(site.app)
      .get('/')
      .set(customer)
      .expect(200, /Default/);
    site.emulator.fault(undefined);
    site.app.get('/gold', site.personalize('gold-offer'), (_req, res) => {
      res.type('html').send(JSON.stringify(res.locals.personalization.value('gold-offer', 'Title', 'none')));
    });
    await request(site.app)
      .get('/gold')
      .set({ ...customer, 'x-customer': 'user_2' })
      .expect(200, '"none"');

    expect(await reported(site)).toEqual([]);
  });

  it('is none of a page whose visitor left in the midst of it', async () => {
    const site = await openReporting(express);
    const closed = new Promise((resolve) => {
      site.app.get('/large', site.personalize('home-hero'), (_req, res) => {
        res.on('close', resolve);
        const title = JSON.stringify(res.locals.personalization.value('home-hero', 'Title', ''));
        res.type('html').send(title.repeat(4_000_000));
      });
    });
    const server = site.app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const asked = get({ port, host: '127.0.0.1', path: '/large', headers: customer }, (response) => {
      response.destroy();
    });
    await closed;
    asked.destroy();
    server.close();

    expect(await reported(site)).toEqual([]);
  });

  it('is none with events: false', async () => {
    const site = await openReporting(express, false);
    site.app.get('/marked', site.personalize('home-hero'), (_req, res) => {
      res.render('marked', { marks: { click: true } });
    });
    const { text } = await request(site.app).get('/marked').set(customer).expect(200);
    await request(site.app).get('/personalize/script.js').expect(404);

    expect(text).toContain('<a href="/sale" >');
    expect(text).toContain('href="/sale?a=1&amp;b=2"');
    expect(text).not.toContain('<script');
    expect([await reported(site), site.personalize.stats().events]).toEqual([[], undefined]);
  });

  it.each(['visible', 'manual'] as const)('is not what a view read, with impressions: %s', async (impressions) => {
    const site = await openReporting(express, { impressions });
    await request(site.app).get('/').set(customer).expect(200);

    expect(await reported(site)).toEqual([]);
  });

  it('is reported by hand once a page, and a click each time', async () => {
    const site = await openReporting(express, { impressions: 'manual' });
    site.app.post('/basket', site.personalize('home-hero'), (_req, res) => {
      const { trackImpression, trackClick } = res.locals.personalization;
      const told = [
        trackImpression('home-hero'),
        trackImpression('home-hero'),
        trackClick('home-hero', { elementId: 'add' }),
        trackClick('home-hero'),
        trackClick('promo-strip'),
      ];
      res.json(told);
    });
    await request(site.app).post('/basket').set(customer).expect(200, [true, true, true, true, false]);
    const events = await reported(site);

    expect(events.map(({ action, elementId, duplicate }) => [action, elementId, duplicate])).toEqual([
      ['SHOWN', undefined, false],
      ['CLICKED', 'add', false],
      ['CLICKED', undefined, false],
    ]);
  });
});
