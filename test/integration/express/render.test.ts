import type { ErrorRequestHandler } from 'express';
import request from 'supertest';
import { expressVersions, openSite } from './support.js';

const page = { everyPage: ['site-banner'], defaults: { 'home-hero': { Title: 'Welcome' } } } as const;

describe.each(expressVersions)('res.render on %s', (_name, express) => {
  it('shows what the route asked for', async () => {
    const { app, personalize } = await openSite(express);
    app.get('/', personalize('home-hero'), (_req, res) => {
      res.render('page');
    });

    const { text } = await request(app).get('/').expect(200).expect('content-type', /html/);

    expect(text).toContain('<h1>Hello</h1>');
  });

  it('first resolves the keys of every page where no route has asked', async () => {
    const { app, personalize, fetches } = await openSite(express, page);
    app.use(personalize());
    app.get('/', (_req, res) => {
      res.render('page');
    });

    const { text } = await request(app).get('/').expect(200);

    expect(text).toContain('<p>Sale</p>');
    expect(text).toContain('<h1>Welcome</h1>');
    expect(fetches()).toEqual([['site-banner']]);
  });

  it('waits for the call that the handler runs beside', async () => {
    const { app, emulator, personalize } = await openSite(express);
    emulator.fault({ kind: 'latency', ms: 30 });
    const seen: (string | undefined)[] = [];
    app.get('/', personalize({ keys: ['home-hero'], wait: 'render' }), (_req, res) => {
      seen.push(res.locals.personalization.experience('home-hero').reason);
      res.render('page');
    });

    const { text } = await request(app).get('/').expect(200);

    expect(seen).toEqual(['PENDING']);
    expect(text).toContain('<h1>Hello</h1>');
  });

  it('waits for what a handler asked for and did not await', async () => {
    const { app, personalize } = await openSite(express);
    app.get('/', personalize(), (_req, res) => {
      void res.locals.personalization.resolve('home-hero');
      res.render('page');
    });

    const { text } = await request(app).get('/').expect(200);

    expect(text).toContain('<h1>Hello</h1>');
  });

  it('hands the page to a callback, with or without locals', async () => {
    const { app, personalize } = await openSite(express, page);
    app.get('/with', personalize(), (_req, res) => {
      res.render('page', {}, (_error, html) => res.send(`with ${html}`));
    });
    app.get('/without', personalize(), (_req, res) => {
      res.render('page', (error: Error | null, html: string) => res.send(error ? 'failed' : `without ${html}`));
    });

    expect((await request(app).get('/with').expect(200)).text).toMatch(/^with <h1>/);
    expect((await request(app).get('/without').expect(200)).text).toMatch(/^without <h1>/);
  });

  it('sends a broken view to the error handler of the application', async () => {
    const { app, personalize } = await openSite(express, page);
    app.get('/', personalize(), (_req, res) => {
      res.render('no-such-view');
    });
    app.use(((error, _req, res, _next) => {
      res.status(500).send(`handled: ${String(error)}`);
    }) satisfies ErrorRequestHandler);

    const { text } = await request(app).get('/').expect(500);

    expect(text).toContain('handled: Error: Failed to lookup view "no-such-view"');
  });

  it('sends what would have been thrown at the handler there too, or to the callback', async () => {
    const { app, personalize } = await openSite(express, page);
    app.set('view engine', undefined);
    app.get('/thrown', personalize(), (_req, res) => {
      res.render('page');
    });
    app.get('/callback', personalize(), (_req, res) => {
      res.render('page', {}, (error) => res.send(`called back: ${error.message}`));
    });
    app.use(((error, _req, res, _next) => {
      res.status(500).send(`handled: ${String(error)}`);
    }) satisfies ErrorRequestHandler);

    expect((await request(app).get('/thrown').expect(500)).text).toContain('No default engine was specified');
    expect((await request(app).get('/callback').expect(200)).text).toContain('No default engine was specified');
  });

  it.each([
    ['that cannot be found', 'no-such-view'],
    ['that renders', 'page'],
  ])('calls a callback once for a view %s, and sends what it throws to the error handler', async (_case, view) => {
    const { app, personalize } = await openSite(express, page);
    const callback = jest.fn(() => {
      throw new Error('in the callback');
    });
    // Express 5 calls back in a later tick, where nobody could catch; the engine here calls back at once.
    app.set('view cache', true);
    app.get('/', personalize(), (_req, res) => {
      jest.spyOn(app, 'render').mockImplementation((_view: string, _options: unknown, done?: unknown) => {
        if (typeof done === 'function')
          Reflect.apply(done, undefined, [view === 'page' ? null : new Error('lost'), '']);
      });
      res.render(view, {}, callback);
    });
    app.use(((error, _req, res, _next) => {
      res.status(500).send(`handled: ${String(error)}`);
    }) satisfies ErrorRequestHandler);

    await request(app).get('/').expect(500, 'handled: Error: in the callback');

    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('leaves a response alone that was sent meanwhile', async () => {
    const { app, emulator, personalize } = await openSite(express, page);
    emulator.fault({ kind: 'latency', ms: 20 });
    app.get('/', personalize(), (_req, res) => {
      res.render('page');
      res.status(503).send('too late');
    });

    await request(app).get('/').expect(503, 'too late');
  });

  it('renders at once where there is nothing to wait for', async () => {
    const { app, personalize } = await openSite(express);
    const render = jest.spyOn(app, 'render');
    const renderedOnReturn: number[] = [];
    app.get('/', personalize('home-hero'), (_req, res) => {
      res.render('page');
      renderedOnReturn.push(render.mock.calls.length);
    });

    await request(app).get('/').expect(200);

    expect(renderedOnReturn).toEqual([1]);
  });
});
