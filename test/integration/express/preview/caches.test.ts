import request from 'supertest';
import { previewToken } from '../../../support/preview-links.js';
import { createRecordingLogger } from '../../../support/recording-logger.js';
import { customer } from '../reporting-site.js';
import { expressVersions } from '../support.js';
import { badgeOf, openPreviewSite, previewed } from './support.js';

const tokens = [
  ['forces', previewToken({ 'home-hero': '2' })],
  ['only explains', previewToken({}, { explain: true })],
] as const;

describe.each(expressVersions)('a page of a preview on %s', (_name, createApp) => {
  describe.each(tokens)('that %s', (_case, token) => {
    it.each([
      ['says nothing', {}],
      ['is public', { 'Cache-Control': 'public, max-age=60', 'CDN-Cache-Control': 'max-age=60' }],
    ])('is for nobody else where the application %s, whether or not it reads an experience', async (_app, headers) => {
      const logger = createRecordingLogger();
      const site = await openPreviewSite(createApp, { cacheControl: false, logger });
      site.app.get('/plain', (_req, res) => {
        res.set(headers).send('<p>plain</p>');
      });

      const page = await previewed(site, '/plain', token).expect(200);

      expect(page.headers['cache-control']).toBe('private, no-store');
      expect(page.headers['cdn-cache-control'] ?? 'private, no-store').toBe('private, no-store');
      expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([]);
    });

    it('is sent whole each time, so that its badge is', async () => {
      const site = await openPreviewSite(createApp);
      site.app.get('/plain', (_req, res) => {
        res.set('Last-Modified', new Date(0).toUTCString()).send('<p>plain</p>');
      });
      const { headers } = await request(site.app).get('/plain').set(customer);
      const known = { 'if-none-match': headers.etag ?? '', 'if-modified-since': new Date().toUTCString() };
      await request(site.app).get('/plain').set(customer).set(known).expect(304);

      const page = await previewed(site, '/plain', token, known).expect(200);

      expect(badgeOf(page.text)).not.toBe('');
      expect(page.headers.etag).toBeUndefined();
    });

    it('has a variant key that no other page has', async () => {
      const site = await openPreviewSite(createApp);
      site.app.get('/key', site.personalize('home-hero'), (_req, res) => {
        res.json(res.locals.personalization.variantKey());
      });
      const keyOf = async () => String((await previewed(site, '/key', token)).body);

      const keys = [await keyOf(), await keyOf()];

      expect(keys).toEqual([expect.stringMatching(/^[\w-]{22}$/), expect.stringMatching(/^[\w-]{22}$/)]);
      expect(keys[0]).not.toBe(keys[1]);
    });

    it('is not reported', async () => {
      const site = await openPreviewSite(createApp);

      await previewed(site, '/', token).expect(200);

      expect(site.personalize.stats().events?.queued).toBe(0);
    });
  });
});
