import request from 'supertest';
import type { Response } from 'express';
import { expressVersions, identifyByHeader, openSite } from './support.js';

const tellCustomer = (_req: unknown, res: Response): void => {
  res.json(res.locals.personalization.visitor.identity);
};

describe.each(expressVersions)('on %s, a page', (_name, express) => {
  it("is never another visitor's, even where an application shares its locals between them", async () => {
    const { app, personalize } = await openSite(express, { identify: identifyByHeader });
    const shared = {};
    app.use((_req, res, next) => {
      Object.assign(res, { locals: shared });
      next();
    });
    app.get('/', personalize('home-hero'), tellCustomer);

    await request(app).get('/').set('x-customer', 'user_1').expect({ customerId: 'user_1' });
    await request(app).get('/').set('x-customer', 'user_2').expect({ customerId: 'user_2' });
  });

  it("is never another workspace's, even where both want the same place", async () => {
    const one = await openSite(express, { identify: () => ({ customerId: 'one' }) });
    const other = await openSite(express, { identify: () => ({ customerId: 'other' }) });
    one.app.get('/', one.personalize('home-hero'), other.personalize('home-hero'), tellCustomer);

    await request(one.app).get('/').expect({ customerId: 'other' });
    expect([one.fetches(), other.fetches()]).toEqual([[['home-hero']], [['home-hero']]]);
  });

  it('is one for all handlers of its request', async () => {
    const { app, personalize, fetches } = await openSite(express);
    app.use(personalize('home-hero'));
    app.get('/', personalize('home-hero'), (_req, res) => {
      res.json(personalize.stats().pages);
    });

    await request(app).get('/').expect(200, '1');
    expect(fetches()).toEqual([['home-hero']]);
  });
});
