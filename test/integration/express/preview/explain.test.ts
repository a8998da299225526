import { previewSecret, previewToken } from '../../../support/preview-links.js';
import { canaries } from '../../../support/canaries.js';
import { expressVersions } from '../support.js';
import { badgeOf, openPreviewSite, previewed } from './support.js';
import type { Options } from './support.js';

const explaining = previewToken({}, { explain: true });

/** The panel in words. */
const wordsOf = (html: string): string =>
  badgeOf(html)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

const { customerId = '', email = '', ipAddress = '', utm = '' } = canaries;

const known: Options = {
  preview: { secret: previewSecret },
  identify: () => ({ customerId, userIdentifiers: { u_em: email } }),
  attributes: () => ({ plan: 'pro' }),
  clientIp: () => ipAddress,
  timeZone: 'Asia/Kolkata',
};

describe.each(expressVersions)('a page that explains itself on %s', (_name, createApp) => {
  it('tells what was asked and sent, and hides who it is and where', async () => {
    const site = await openPreviewSite(createApp, known);

    const { text } = await previewed(site, `/?utm_source=${utm}`, explaining).expect(200);

    const words = wordsOf(text);
    expect(words).toMatch(/2 of 2 experiences matched &#183; 1 question, [\d.]+ ms/);
    expect(words).toMatch(/home-hero variation 1 network Audience: Visitors/);
    expect(words).toMatch(/Customer id set, hidden u_em set, hidden Address 203\.0\.113\.0 \(masked here\)/);
    expect(words).toMatch(/Day and hour \w+day, \d\d h, in Asia\/Kolkata/);
    expect(words).toContain(`utm_source ${utm}`);
    expect(words).toContain('plan pro');
    expect(words).toMatch(/Breaker closed Quota 9,\d{3} calls left this minute Calls 1/);
    expect(words).toContain('&quot;moe_variation_id&quot;: &quot;1&quot;');
    for (const hidden of [customerId, email, ipAddress]) expect(text).not.toContain(hidden);
  });

  it('tells the age of what comes out of the cache, and that nothing was asked', async () => {
    const site = await openPreviewSite(createApp, { ...known, cache: { ttlMs: 60_000 } });
    await previewed(site, '/', explaining).expect(200);

    const words = wordsOf((await previewed(site, '/', explaining)).text);

    expect(words).toMatch(/home-hero variation 1 cache, (less than 1 s|\d+ s) old/);
    expect(words).toContain('All was known without asking.');
    expect(words).toContain('What the request tells');
  });

  it.each([
    ['who has not agreed', { consent: () => 'none' }, {}, 'Nothing was sent: NO_CONSENT.'],
    ['that is a program', {}, { 'user-agent': 'Googlebot/2.1' }, 'Nothing was sent: BOT.'],
  ] as const)('tells why nothing was sent for a visitor %s', async (_case, options, headers, message) => {
    const site = await openPreviewSite(createApp, { ...known, ...options });

    expect(wordsOf((await previewed(site, '/', explaining, headers)).text)).toContain(message);
  });

  it('tells what failed', async () => {
    const site = await openPreviewSite(createApp, known);
    site.emulator.fault({ kind: 'status', status: 500 });

    expect(wordsOf((await previewed(site, '/', explaining)).text)).toMatch(/home-hero HTTP_ERROR default/);
  });

  it('writes what comes from elsewhere as text', async () => {
    const hostile = '</style><script>alert(1)</script><img src=x onerror="alert(1)">';
    const site = await openPreviewSite(createApp, { ...known, attributes: () => ({ plan: hostile }) });
    const token = previewToken({ [hostile]: hostile }, { explain: true });
    site.app.get('/hostile', site.personalize(hostile, 'home-hero'), (_req, res) => {
      res.set('Content-Security-Policy', `style-src 'nonce-"><script>'`).send('<p>page</p>');
    });

    const { text } = await previewed(site, `/hostile?utm_source=${encodeURIComponent(hostile)}&"><script>`, token);

    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toMatch(/<script|<img|<\/style><script/i);
    expect(text).toMatch(/^[\0-\x7f]*$/);
  });

  it('puts nothing behind what a script fetches', async () => {
    const site = await openPreviewSite(createApp, known);

    const fetched = await previewed(site, '/', explaining, { 'sec-fetch-dest': 'empty' });
    const framed = await previewed(site, '/', explaining, { 'sec-fetch-dest': 'iframe' });

    expect([badgeOf(fetched.text) === '', badgeOf(framed.text) === '']).toEqual([true, false]);
    expect(fetched.headers['cache-control']).toBe('private, no-store');
  });
});
