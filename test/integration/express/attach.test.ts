import request from 'supertest';
import type { Response } from 'express';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { expressVersions, identifyByHeader, openSite } from './support.js';

function recordCodes() {
  const logger = createRecordingLogger();
  return { logger, codes: () => logger.lines.map(({ fields }) => fields.code) };
}

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

  const locked = new Proxy(
    {},
    {
      get(_target, name) {
        throw new Error(`no ${String(name)}`);
      },
    },
  );

  it.each([
    ['are gone', null],
    ['throw', locked],
  ])('goes on without personalization where its locals %s', async (_case, locals) => {
    const { logger, codes } = recordCodes();
    const { app, personalize } = await openSite(express, { logger });
    const handler = jest.fn((_req: unknown, res: Response) => {
      res.json('served');
    });
    app.use((_req, res, next) => {
      Object.assign(res, { locals });
      next();
    });
    app.get('/', personalize('home-hero'), handler);
    app.get('/attached', personalize(), handler);

    await request(app).get('/').expect(200, '"served"');
    await request(app).get('/attached').expect(200, '"served"');
    expect([handler.mock.calls.length, codes()]).toEqual([2, ['MOE_WARN_INTERNAL']]);
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
