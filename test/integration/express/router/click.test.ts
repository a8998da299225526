import { text } from 'node:stream/consumers';
import request from 'supertest';
import { createMark, heroContext, sealed } from '../../../support/marks.js';
import { expressVersions } from '../support.js';
import { openRouter, openSocket, reportOf } from './support.js';

const nothing = { accepted: 0, duplicates: 0, refused: {} };
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36';

describe.each(expressVersions)('on %s, a counted link', (_name, express) => {
  function openSite(...args: Parameters<typeof openRouter> extends [unknown, ...infer Rest] ? Rest : never) {
    const site = openRouter(express, ...args);
    const follow = (token: string, headers: Readonly<Record<string, string>> = {}) =>
      request(site.app)
        .get(`/personalize/click?t=${token}`)
        .set({ 'User-Agent': browser, ...headers });
    return { ...site, follow };
  }

  it('leads to where its token says, and is counted', async () => {
    const { follow, sealer, tracked, router } = openSite();
    const mark = createMark();

    const response = await follow(sealed(sealer, mark)).expect(302, '');

    expect(response.headers).toMatchObject({ location: '/sale?from=hero', 'cache-control': 'no-store' });
    expect(tracked).toEqual([
      {
        uuid: sealer.clickUuid(mark, 1),
        kind: 'click',
        customerId: 'customer-canary',
        timeSeconds: 1_700_000_000,
        utcOffsetSeconds: 19_800,
        attributes: { ...heroContext, b_id: 'hero-cta' },
      },
    ]);
    expect(router.counts()).toEqual({ ...nothing, accepted: 1 });
  });

  it('may lead to another site', async () => {
    const { follow, sealer } = openSite();

    await follow(sealed(sealer, createMark({ target: 'https://partner.example/a?b=c' })))
      .expect(302)
      .expect('Location', 'https://partner.example/a?b=c');
  });

  it('is counted once, however often it is followed, and whether by script or without', async () => {
    const { follow, report, sealer, tracked, router } = openSite();
    const token = sealed(sealer);

    await follow(token).expect(302);
    await follow(token).expect(302);
    await report(reportOf([token, 'clicked', 1]));

    expect(tracked).toHaveLength(1);
    expect(router.counts()).toEqual({ ...nothing, accepted: 1, duplicates: 2 });
  });

  it.each<[string, Readonly<Record<string, string>>, object]>([
    ['a page that the browser loads ahead', { 'Sec-Purpose': 'prefetch' }, { PREFETCH: 1 }],
    ['a page that the browser draws ahead', { 'Sec-Purpose': 'prefetch;prerender' }, { PREFETCH: 1 }],
    ['an older browser that loads ahead', { Purpose: 'prefetch' }, { PREFETCH: 1 }],
    ['a crawler', { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, { BOT: 1 }],
    ['a link preview', { 'User-Agent': 'facebookexternalhit/1.1' }, { BOT: 1 }],
    ['who wants no part in it', { 'Sec-GPC': '1' }, { NO_CONSENT: 1 }],
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }, {}],
    ['a message that it was copied into', { 'Sec-Fetch-Site': 'none' }, {}],
  ])('leads there, and is not counted, for %s', async (_case, headers, refused) => {
    const { follow, sealer, router } = openSite();

    await follow(sealed(sealer), headers).expect(302).expect('Location', '/sale?from=hero');

    expect(router.counts()).toEqual({ ...nothing, refused });
  });

  it('leads there, and is not counted, for whoever asks for its head', async () => {
    const { app, sealer, router } = openSite();

    await request(app)
      .head(`/personalize/click?t=${sealed(sealer)}`)
      .set('User-Agent', browser)
      .expect(302)
      .expect('Location', '/sale?from=hero');

    expect(router.counts()).toEqual(nothing);
  });

  it('is counted where the browser says that it is on a page of this site', async () => {
    const { follow, sealer, router } = openSite();

    await follow(sealed(sealer), { 'Sec-Fetch-Site': 'same-origin' }).expect(302);

    expect(router.counts()).toEqual({ ...nothing, accepted: 1 });
  });

  it('of a page that was open for days leads there, and is not counted', async () => {
    const { follow, sealer, router, clock } = openSite();
    const token = sealed(sealer);
    clock.advance(7 * 86_400_000);

    await follow(token).expect(302).expect('Location', '/sale?from=hero');

    expect(router.counts()).toEqual({ ...nothing, refused: { BAD_TOKEN: 1 } });
  });

  it.each([
    ['no token', ''],
    ['a made-up one', 'token'],
    ['a long one', 'A'.repeat(8_000)],
    ['one of another site', sealed(openRouter(express).sealer).replace(/^.{12}/, 'AQAAAAAAAAAA')],
    ['an address', 'https://evil.example'],
    ['a host', '//evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['a header', '%0d%0aLocation:%20https://evil.example'],
    ['broken escapes', '%'],
    ['a target of its own', '&to=https://evil.example&url=//evil.example'],
  ])('leads nowhere with %s for a token', async (_case, token) => {
    const { follow, router } = openSite();

    const response = await follow(token).expect(404, 'Not found\n');

    expect(response.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(response.headers).not.toHaveProperty('location');
    expect(router.counts()).toEqual({ ...nothing, refused: { BAD_TOKEN: 1 } });
  });

  it('leads nowhere with the token of an element that is no link', async () => {
    const { follow, sealer, router } = openSite();

    await follow(sealed(sealer, createMark({ target: undefined }))).expect(404);

    expect(router.counts()).toEqual({ ...nothing, refused: { BAD_TOKEN: 1 } });
  });

  it('is found whatever the application makes of queries', async () => {
    const { app, follow, sealer } = openSite();
    app.set('query parser', false);

    await follow(sealed(sealer)).expect(302);
  });

  it('leads there even where tracking fails', async () => {
    const { follow, sealer, logger } = openSite([], {
      track: () => {
        throw new Error('mine');
      },
    });

    await follow(sealed(sealer)).expect(302).expect('Location', '/sale?from=hero');

    expect(logger.lines.map(({ fields }) => fields.code)).toEqual(['MOE_WARN_INTERNAL']);
  });

  it('answers a request that names the whole address', async () => {
    const { app, sealer } = openSite();
    const socket = await openSocket(app);

    const path = `http://evil.example/personalize/click?t=${sealed(sealer)}`;
    socket.write(`GET ${path} HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n`);

    expect(await text(socket)).toMatch(/^HTTP\/1\.1 302 Found\r\n[^]*\r\nLocation: \/sale\?from=hero\r\n/);
  });
});
