import request from 'supertest';
import type { Consent, ExperienceMap, PersonalizeOptions } from 'express-moengage-personalize';
import { customer, openReporting, reported } from './reporting-site.js';
import { expressVersions } from './support.js';

/** Whatever tells who somebody is, in each place from which it could leave. */
const canaries = {
  'x-customer': 'customer-canary',
  'x-email': 'mail-canary@example.com',
  'x-forwarded-for': '203.0.113.77',
};
const options: PersonalizeOptions<ExperienceMap> = {
  identify: (req) => ({
    customerId: req.get('x-customer'),
    userIdentifiers: { u_em: req.get('x-email') },
  }),
  timeZone: 'Asia/Kolkata',
};
const withCanaries = { ...customer, ...canaries };

/** All that reached the API on account of one page and what its browser could report. */
async function visit(
  createApp: (typeof expressVersions)[number][1],
  headers: Readonly<Record<string, string>>,
  more: PersonalizeOptions<ExperienceMap> = {},
  method: 'get' | 'head' = 'get',
) {
  const site = await openReporting(createApp, { anonymous: true }, { ...options, rememberUtm: true, ...more });
  site.app.set('trust proxy', 1);
  const agent = request(site.app);
  const response = await agent[method]('/?utm_source=mail').set({ ...withCanaries, accept: 'text/html', ...headers });
  const events = await reported(site);
  const sent = JSON.stringify(site.emulator.ledger.calls.map((call) => call.request));
  return {
    calls: site.emulator.ledger.calls.filter(({ endpoint }) => endpoint === 'fetch').length,
    events: events.length,
    cookies: response.headers['set-cookie'] as unknown,
    told: Object.values(canaries).filter((canary) => sent.includes(canary)),
    sent,
    html: response.text,
    defaults: site.personalize.stats().defaults,
  };
}

describe.each(expressVersions)('on %s', (_version, express) => {
  it('full consent sends who it is, and reports', async () => {
    const { calls, events, told, cookies } = await visit(express, {});

    expect([calls, events, told.length]).toEqual([1, 1, 3]);
    expect(cookies).toEqual([expect.stringMatching(/^moe_utm=/)]);
  });

  it.each<[Readonly<Record<string, string>>, Consent | undefined]>([
    [{}, 'anonymous'],
    [{ 'sec-gpc': '1' }, undefined],
    [{ dnt: '1' }, undefined],
    [{ 'sec-gpc': '1' }, 'anonymous'],
  ])('with %j and consent %p it asks for nobody in particular, and reports nothing', async (headers, consent) => {
    const more = consent === undefined ? {} : { consent: () => consent };
    const { calls, events, told, sent, cookies, html } = await visit(express, headers, more);

    expect([calls, events, told, cookies]).toEqual([1, 0, [], undefined]);
    expect(sent).toContain('"USER_IP_ADDRESS":"203.0.113.0"');
    expect(sent).toContain('"utm_source":"mail"');
    expect(sent).not.toContain('identifiers');
    expect(html).toContain('<h1>Hello</h1>');
  });

  it('a browser that asks not to be tracked is, where the application knows better', async () => {
    const { told, events } = await visit(express, { 'sec-gpc': '1' }, { consent: () => 'full' });

    expect([told.length, events]).toEqual([3, 1]);
  });

  it.each<[string, Readonly<Record<string, string>>, PersonalizeOptions<ExperienceMap>, string]>([
    ['no consent', {}, { consent: () => 'none' }, 'NO_CONSENT'],
    [
      'a consent that throws',
      {},
      {
        consent: () => {
          throw new Error('a defect');
        },
      },
      'NO_CONSENT',
    ],
    ['a crawler', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, {}, 'BOT'],
    ['a link preview', { 'user-agent': 'WhatsApp/2.23.20.0' }, {}, 'BOT'],
    ['a bot of the application', {}, { bots: () => true }, 'BOT'],
    ['a page loaded ahead', { 'sec-purpose': 'prefetch' }, {}, 'PREFETCH'],
  ])('%s sends nothing, and shows the defaults', async (_case, headers, more, reason) => {
    const { calls, sent, cookies, html, defaults } = await visit(express, headers, {
      defaults: { 'home-hero': { Title: 'Welcome' } },
      ...more,
    });

    expect([calls, sent]).toEqual([0, '[]']);
    expect(html).toContain('<h1>Welcome</h1>');
    expect(defaults).toEqual({ [reason]: 2 });
    if (reason === 'NO_CONSENT') expect(cookies).toBeUndefined();
  });

  it('HEAD sends nothing', async () => {
    const { sent, defaults } = await visit(express, {}, {}, 'head');

    expect([sent, defaults]).toEqual(['[]', { PREFETCH: 2 }]);
  });

  it.each([
    ['bots', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }],
    ['prefetch', { purpose: 'prefetch' }],
  ] as const)("with %s: 'personalize' they get what visitors get, and are not reported", async (option, headers) => {
    const { calls, events, html } = await visit(express, headers, { [option]: 'personalize' });

    expect([calls, events]).toEqual([1, 0]);
    expect(html).toContain('<h1>Hello</h1>');
  });
});
