import { join } from 'node:path';
import type { Express } from 'express';
import request from 'supertest';
import { customer, openReporting, reported } from '../express/reporting-site.js';
import { expressVersions } from '../express/support.js';
import { engines } from './engines.js';

type SetUp = (typeof engines)[number][1];

async function openMarked(createApp: () => Express, setUp: SetUp) {
  const site = await openReporting(createApp);
  setUp(site.app, join(__dirname, 'pages'));
  site.app.get('/marked', site.personalize('home-hero', 'gold-offer'), (_req, res) => {
    res.render('marked', { nonce: '"n&1' });
  });
  const { text } = await request(site.app)
    .get('/marked')
    .set({ ...customer, 'x-customer': 'user_2' })
    .expect(200);
  return { site, text };
}

describe.each(expressVersions)('on %s', (_version, express) => {
  describe.each(engines)('a view of %s', (_engine, setUp) => {
    it('marks elements with tokens that are good', async () => {
      const { site, text } = await openMarked(express, setUp);
      const [, token = ''] = /<a href="\/sale" data-moe-token="([\w-]+)" data-moe-on="visible click">/.exec(text) ?? [];
      await request(site.app)
        .post('/personalize/events')
        .set({ 'sec-fetch-site': 'same-origin' })
        .send(JSON.stringify({ events: [[token, 'clicked', 1]] }))
        .expect(204);

      expect((await reported(site)).map(({ action, elementId }) => [action, elementId])).toEqual([
        ['SHOWN', undefined],
        ['CLICKED', 'hero-cta'],
      ]);
    });

    it('writes an address that counts and leads on', async () => {
      const { site, text } = await openMarked(express, setUp);
      const [, address = ''] = /<b>(\/personalize\/click\?t(?:=|&#x3D;)[\w-]+)<\/b>/.exec(text) ?? [];

      await request(site.app)
        .get(address.replace('&#x3D;', '='))
        .set(customer)
        .expect(302)
        .expect('location', '/sale?a=1&b=2');
    });

    it('marks nothing that is not matched', async () => {
      expect((await openMarked(express, setUp)).text).toMatch(/<i ?><\/i>/);
    });

    it('loads the script, whatever the nonce holds', async () => {
      expect((await openMarked(express, setUp)).text).toMatch(
        /<script src="\/personalize\/script-[0-9a-f]+\.js" nonce="&quot;n&amp;1" defer><\/script>/,
      );
    });
  });
});
