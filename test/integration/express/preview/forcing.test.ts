import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { assemblePersonalize } from '../../../../src/personalize.js';
import { resolveOptions } from '../../../../src/config/resolve-options.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import { previewSecret, previewToken } from '../../../support/preview-links.js';
import { createTemporaryFolder } from '../../../support/temporary-folder.js';
import { browser, reported } from '../reporting-site.js';
import { expressVersions, openSite } from '../support.js';
import { badgeOf, openPreviewSite, previewed, previewWorkspace, variations } from './support.js';

const file = join(createTemporaryFolder(), 'previews.json');
writeFileSync(file, JSON.stringify(variations));
const preview = { secret: previewSecret, file };

const [token, of5A] = [previewToken({ 'home-hero': '2' }), previewToken({ 'home-hero': '1A/1' })];
const visitor = { 'user-agent': browser };
const customer = { ...visitor, 'x-customer': 'user_1' };

describe.each(expressVersions)('a preview on %s', (_name, createApp) => {
  it('shows the variation of the file, and asks for the other keys only', async () => {
    const site = await openPreviewSite(createApp, { preview });

    const { body } = await previewed(site, '/sources', token).expect(200);

    expect(body).toEqual([
      { source: 'preview', matched: true, variationId: '2', Title: 'Not live yet' },
      { source: 'network', matched: true, variationId: '2', Title: 'Sale' },
    ]);
    expect(site.fetches()).toEqual([['site-banner']]);
  });

  it('makes no call where all that the page asks for is forced', async () => {
    const site = await openPreviewSite(createApp, { preview });
    site.app.get('/hero', site.personalize('home-hero'), (_req, res) => {
      res.render('page');
    });

    const { text } = await previewed(site, '/hero', token).expect(200);

    expect(text).toContain('<h1>Not live yet</h1>');
    expect(site.fetches()).toEqual([]);
  });

  it('shows a variation that this process has seen, by its id or by its audience and its id', async () => {
    const site = await openPreviewSite(createApp);
    await request(site.app)
      .get('/')
      .set(visitor)
      .expect(200, /For visitors/);

    expect((await previewed(site, '/', of5A)).text).toContain('<h1>For visitors</h1>');
    expect((await previewed(site, '/', previewToken({ 'home-hero': '1' }))).text).toContain('<h1>For visitors</h1>');
  });

  it('shows nobody what only one customer has got, until another gets the same', async () => {
    const site = await openPreviewSite(createApp);
    const ofCustomers = previewToken({ 'home-hero': '2B/1' });
    const visit = (id: string) =>
      request(site.app)
        .get('/')
        .set({ ...visitor, 'x-customer': id });

    await visit('user_1').expect(/For customers/);
    await visit('user_1').expect(/For customers/);
    expect((await previewed(site, '/', ofCustomers)).text).toContain('<h1>Welcome</h1>');

    await visit('user_1');
    await request(site.app).get('/').set(visitor);
    expect((await previewed(site, '/', ofCustomers)).text).toContain('<h1>Welcome</h1>');
  });

  it('shows the default of a variation that nobody knows, and says so', async () => {
    const site = await openPreviewSite(createApp);

    const { body } = await previewed(site, '/sources', token);
    const { text } = await previewed(site, '/', token);

    expect(body).toMatchObject([{ source: 'default', reason: 'PREVIEW_UNKNOWN', Title: 'Welcome' }, {}]);
    expect(badgeOf(text)).toContain('unknown here');
  });

  it.each([
    ['who has agreed to nothing', { consent: () => 'none' }, {}],
    ['that is a program', {}, { 'user-agent': 'Googlebot/2.1' }],
    ['that loads ahead', {}, { 'sec-purpose': 'prefetch' }],
  ] as const)('is shown to a browser %s, without a call', async (_case, options, headers) => {
    const site = await openPreviewSite(createApp, { preview, ...options });

    const { body } = await previewed(site, '/sources', token, headers);

    expect(body).toMatchObject([{ source: 'preview', Title: 'Not live yet' }, { source: 'default' }]);
    expect(site.fetches()).toEqual([]);
  });

  it('stands in while the API fails', async () => {
    const site = await openPreviewSite(createApp, { preview });
    site.emulator.fault({ kind: 'reset' });

    const { body } = await previewed(site, '/sources', token);

    expect(body).toMatchObject([{ source: 'preview' }, { source: 'default', reason: 'NETWORK_ERROR' }]);
  });

  it('is among all that is asked for, in place of what the visitor matches', async () => {
    const site = await openPreviewSite(createApp, { preview });
    site.app.get('/all', site.personalize({ keys: 'all' }), (_req, res) => {
      const { experiences } = res.locals.personalization;
      res.json(Object.entries(experiences).map(([key, experience]) => [key, experience?.source]));
    });

    const { body } = await previewed(site, '/all', previewToken({ 'home-hero': '2', 'not-asked': '7' }));

    expect(body).toEqual(
      expect.arrayContaining([
        ['home-hero', 'preview'],
        ['site-banner', 'network'],
      ]),
    );
    expect(body).toEqual(expect.arrayContaining([['not-asked', 'default']]));
  });

  it('is not read by a page that did not ask for it', async () => {
    const site = await openPreviewSite(createApp, { preview });
    site.app.get('/none', (_req, res) => {
      res.json(res.locals.personalization.experience('home-hero').reason);
    });

    expect((await previewed(site, '/none', token)).body).toBe('NOT_REQUESTED');
  });

  it('counts nothing, by whatever way', async () => {
    const site = await openPreviewSite(createApp, { preview, events: { anonymous: true } });
    site.app.get('/counting', site.personalize('home-hero', 'site-banner'), (_req, res) => {
      const { attrs, clickUrl, trackClick, trackImpression } = res.locals.personalization;
      const tried = [trackImpression('site-banner'), trackClick('home-hero'), attrs('site-banner', { click: true })];
      res.json([...tried, clickUrl('home-hero', { to: '/sale' })]);
    });

    const pages = [await previewed(site, '/', token), await previewed(site, '/', token, { 'x-customer': '' })];
    const { body } = await previewed(site, '/counting', token);

    expect(body).toEqual([false, false, '', '/sale']);
    expect(pages.map(({ headers }) => headers['set-cookie'])).toEqual([undefined, undefined]);
    expect(await reported(site)).toEqual([]);
    expect(site.personalize.stats().events?.queued).toBe(0);
    // The same page counts where nobody previews.
    await request(site.app).get('/').set(customer);
    expect(await reported(site)).toHaveLength(2);
  });

  it('neither fills nor reads the cache, so that the next visitor gets what is theirs', async () => {
    const site = await openPreviewSite(createApp, { preview, cache: { ttlMs: 60_000 } });
    await request(site.app)
      .get('/')
      .set(customer)
      .expect(/For customers/);

    expect((await previewed(site, '/', token)).text).toContain('<h1>Not live yet</h1>');
    const { text } = await request(site.app).get('/').set(customer);

    expect(text).toContain('<h1>For customers</h1>');
    expect(badgeOf(text)).toBe('');
    expect(site.fetches()).toHaveLength(1);
  });

  it('shows each of many pages at once its own', async () => {
    const site = await openPreviewSite(createApp, { preview });
    const open = (index: number) =>
      index % 2 === 0 ? previewed(site, '/', token) : request(site.app).get('/').set(customer);

    const pages = await Promise.all(Array.from({ length: 20 }, (_, index) => open(index)));

    pages.forEach(({ text }, index) => {
      const isPreviewed = index % 2 === 0;
      expect(text).toContain(isPreviewed ? 'Not live yet' : 'For customers');
      expect(badgeOf(text) !== '').toBe(isPreviewed);
    });
  });

  it('does nothing without the option', async () => {
    const site = await openPreviewSite(createApp, { preview: undefined });

    const { text, headers } = await previewed(site, `/?moe_preview=${token}`, token).expect(200);

    expect(text).toContain('<h1>For customers</h1>');
    expect([badgeOf(text), headers['set-cookie']]).toEqual(['', undefined]);
  });

  it('ends in time, and with its secret', async () => {
    const clock = createFakeClock();
    const site = await openSite(createApp, {}, previewWorkspace);
    const { baseUrl, workspaceId, apiKey } = site.emulator;
    const open = (secret: string | readonly string[]) => {
      const options = resolveOptions({ baseUrl, workspaceId, apiKey, preview: { secret, file } }, {});
      const personalize = assemblePersonalize(options, clock);
      const app = createApp();
      app.get('/', personalize('home-hero'), (_req, res) => {
        res.json(res.locals.personalization.value('home-hero', 'Title'));
      });
      return { app };
    };
    const ending = previewToken({ 'home-hero': '2' }, { now: clock.now(), ttlSeconds: 60 });
    const titleOf = async (secret: string | readonly string[]): Promise<boolean> =>
      (await previewed(open(secret), '/', ending)).text.includes('Not live yet');
    const otherSecret = 'another-secret-of-tests';

    expect([await titleOf(otherSecret), await titleOf(previewSecret)]).toEqual([false, true]);
    expect(await titleOf([otherSecret, previewSecret])).toBe(true);
    clock.advance(60_001);
    expect(await titleOf(previewSecret)).toBe(false);
  });

  it.each([
    ['was cut', token.slice(0, -2)],
    ['was changed', `${token.slice(0, 20)}${token[20] === 'x' ? 'y' : 'x'}${token.slice(21)}`],
    ['is another workspace’s', previewToken({ 'home-hero': '2' }, { workspaceId: 'OTHER' })],
    ['has another secret', previewToken({ 'home-hero': '2' }, { secret: 'a-secret-of-others' })],
    ['is none', 'on'],
    ['is empty', ''],
  ])('is ignored where its token %s', async (_case, forged) => {
    const site = await openPreviewSite(createApp, { preview });

    const { text } = await previewed(site, '/', forged).expect(200);
    const opened = await request(site.app).get(`/?moe_preview=${forged}`).set(customer).expect(200);

    for (const page of [text, opened.text]) {
      expect(page).toContain('<h1>For customers</h1>');
      expect(badgeOf(page)).toBe('');
    }
    expect(opened.headers['set-cookie']).toBeUndefined();
  });
});
