import request from 'supertest';
import type { Response } from 'express';
import { expressVersions, identifyByHeader, openSite } from './support.js';

/** What a handler sees, as JSON: each resolved key with its title, source and reason. */
function tell(res: Response): void {
  const { experiences } = res.locals.personalization;
  res.json(
    Object.fromEntries(
      Object.entries(experiences).map(([key, experience]) => [
        key,
        [experience?.variables.Title, experience?.source, experience?.reason],
      ]),
    ),
  );
}

describe.each(expressVersions)('on %s', (_name, express) => {
  it('resolves the keys of a route before its handler runs, in one call', async () => {
    const { app, personalize, fetches } = await openSite(express);
    app.get('/', personalize('home-hero', 'promo-strip'), (_req, res) => {
      tell(res);
    });

    const { body } = await request(app).get('/').expect(200);

    expect(body).toEqual({
      'home-hero': ['Hello', 'network', null],
      'promo-strip': ['Free shipping', 'network', null],
    });
    expect(fetches()).toEqual([['home-hero', 'promo-strip']]);
  });

  it('attaches without asking', async () => {
    const { app, personalize, fetches } = await openSite(express, { everyPage: ['site-banner'] });
    app.use(personalize());
    app.get('/', (_req, res) => {
      tell(res);
    });

    const { body } = await request(app).get('/').expect(200);

    expect(body).toEqual({});
    expect(fetches()).toEqual([]);
  });

  it('lets the keys of every page ride along in the one call of a route', async () => {
    const { app, personalize, fetches } = await openSite(express, { everyPage: ['site-banner'] });
    app.get('/', personalize('home-hero'), (_req, res) => {
      tell(res);
    });

    await request(app).get('/').expect(200);

    expect(fetches()).toEqual([['site-banner', 'home-hero']]);
  });

  it('asks once for all that several middlewares of one route want', async () => {
    const { app, personalize, fetches } = await openSite(express);
    app.get(
      '/',
      personalize('home-hero'),
      personalize('promo-strip'),
      personalize('home-hero', 'site-banner'),
      (_req, res) => {
        tell(res);
      },
    );

    const { body } = await request(app).get('/').expect(200);

    expect(fetches()).toEqual([['promo-strip', 'home-hero', 'site-banner']]);
    expect(Object.keys(Object(body))).toHaveLength(3);
  });

  it('does not ask ahead for handlers of another method of the same route', async () => {
    const { app, personalize, fetches } = await openSite(express);
    app
      .route('/')
      .get(personalize('home-hero'), (_req, res) => {
        tell(res);
      })
      .post(personalize('promo-strip'));

    await request(app).get('/').expect(200);

    expect(fetches()).toEqual([['home-hero']]);
  });

  it('asks for a key once a page, though the application and the route name it', async () => {
    const { app, personalize, fetches } = await openSite(express);
    app.use(personalize('home-hero'));
    app.get('/', personalize('home-hero', 'promo-strip'), (_req, res) => {
      tell(res);
    });

    await request(app).get('/').expect(200);

    expect(fetches()).toEqual([['home-hero'], ['promo-strip']]);
  });

  it('asks for everything where the route says so, and for nothing more afterwards', async () => {
    const { app, personalize, fetches } = await openSite(express, { identify: identifyByHeader });
    app.get('/', personalize({ keys: 'all' }), personalize('newsletter-hero'), (_req, res) => {
      tell(res);
    });

    const { body } = await request(app).get('/').set('x-customer', 'user_1').expect(200);

    expect(body).toMatchObject({
      'gold-offer': ['For you', 'network', null],
      'newsletter-hero': [null, 'default', 'NOT_MATCHED'],
    });
    expect(fetches()).toEqual(['all']);
  });

  it('shows every key that it names, and every key with a default, where everything was asked for', async () => {
    const { app, personalize } = await openSite(express, { defaults: { 'promo-code': { Title: 'none' } } });
    app.get('/', personalize('newsletter-hero'), personalize({ keys: 'all' }), (_req, res) => {
      tell(res);
    });

    const { body } = await request(app).get('/').expect(200);

    expect(body).toMatchObject({
      'home-hero': ['Hello', 'network', null],
      'newsletter-hero': [null, 'default', 'NOT_MATCHED'],
      'promo-code': ['none', 'default', 'NOT_MATCHED'],
    });
  });

  it('gives a route with two budgets each its own', async () => {
    const { app, personalize, fetches } = await openSite(express);
    const patient = personalize({ keys: ['promo-strip'], timeoutMs: 2_000 });
    app.get('/', personalize('home-hero'), patient, (_req, res) => {
      tell(res);
    });

    await request(app).get('/').expect(200);

    expect(fetches()).toEqual([['home-hero'], ['promo-strip']]);
  });

  it('says how it is used where it was handed over uncalled', async () => {
    const { app, personalize } = await openSite(express);
    Reflect.apply(app.use.bind(app), undefined, [personalize]);

    const { text } = await request(app).get('/').expect(500);

    expect(text).toContain('app.use(personalize())');
  });

  it('never takes an empty list for everything', async () => {
    const { app, personalize, fetches } = await openSite(express);
    app.get('/', personalize({ keys: [] }), (_req, res) => {
      tell(res);
    });

    await request(app).get('/').expect(200, {});

    expect(fetches()).toEqual([]);
  });

  it('gives a key that nobody asked for its default, and warns once', async () => {
    const warn = jest.fn();
    const logger = { debug: jest.fn(), info: jest.fn(), warn, error: jest.fn() };
    const defaults = { 'home-hero': { Title: 'Welcome' } };
    const { app, personalize } = await openSite(express, { defaults, logger });
    app.get('/', personalize(), (_req, res) => {
      const { experience, value } = res.locals.personalization;
      res.json([experience('home-hero').reason, value('home-hero', 'Title'), value('home-hero', 'Text', 'more')]);
    });

    await request(app).get('/').expect(200, ['NOT_REQUESTED', 'Welcome', 'more']);
    await request(app).get('/').expect(200);

    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith({ code: 'MOE_WARN_NOT_REQUESTED' }, expect.stringContaining("'home-hero'"));
  });

  it('resolves further keys from a handler, those of one tick in one call', async () => {
    const { app, personalize, fetches } = await openSite(express);
    app.get('/', personalize('home-hero'), async (_req, res) => {
      const { resolve } = res.locals.personalization;
      const [strip, both] = await Promise.all([resolve('promo-strip'), resolve('home-hero', 'site-banner')]);
      res.json([strip['promo-strip'].variables, Object.keys(both)]);
    });

    await request(app)
      .get('/')
      .expect(200, [{ Title: 'Free shipping' }, ['home-hero', 'site-banner']]);

    expect(fetches()).toEqual([['home-hero'], ['promo-strip', 'site-banner']]);
  });

  it('runs the callbacks once a page, however often it asks', async () => {
    const identify = jest.fn(identifyByHeader);
    const { app, personalize } = await openSite(express, { identify });
    app.get('/', personalize('home-hero'), async (_req, res) => {
      await res.locals.personalization.resolve('gold-offer');
      tell(res);
    });

    await request(app).get('/').set('x-customer', 'user_1').expect(200);

    expect(identify).toHaveBeenCalledTimes(1);
  });

  it('shows handlers and views who is asking', async () => {
    const { app, personalize } = await openSite(express, { identify: identifyByHeader, timeZone: 'Asia/Kolkata' });
    app.get('/', personalize('home-hero'), (_req, res) => {
      const { visitor } = res.locals.personalization;
      res.json([visitor.identity, visitor.timeZone, visitor.queryAttributes, visitor.utcOffsetSeconds]);
    });

    await request(app)
      .get('/?utm_source=newsletter')
      .set('x-customer', 'user_1')
      .expect(200, [{ customerId: 'user_1' }, 'Asia/Kolkata', { utm_source: 'newsletter' }, 19_800]);
  });

  it('keeps two workspaces on one page apart', async () => {
    const one = await openSite(express);
    const other = await openSite(express, { localsKey: 'second', defaults: { 'home-hero': { Title: 'Second' } } });
    other.emulator.fault({ kind: 'status', status: 500 });
    one.app.get('/', one.personalize('home-hero'), other.personalize('home-hero'), (_req, res) => {
      res.render('two-workspaces');
    });

    await request(one.app).get('/').expect(200, 'Hello, Second\n');
  });
});
