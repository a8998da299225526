import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { Server } from 'node:http';
import type { Express, RequestHandler } from 'express';
import request from 'supertest';
import { eventually } from '../../support/eventually.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { expressVersions, openSite } from './support.js';

const defaults = { 'home-hero': { Title: 'Welcome' } };

/** Answers with what the page would show, and why. */
function serveHero(app: Express, ...handlers: readonly RequestHandler[]): void {
  app.get('/', ...handlers, (_req, res) => {
    const { source, reason, variables } = res.locals.personalization.experience('home-hero');
    res.json([variables.Title, source, reason]);
  });
}

/** Port of a server that listens on loopback from now on. */
async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const clock = createFakeClock();
// A page that still waits by it, where a test has failed, would keep Jest.
afterEach(() => {
  clock.advance(60_000);
});

describe.each(expressVersions)('on %s, a page is served', (_name, express) => {
  it.each([
    ['the API hangs', { kind: 'hang' }, 'TIMEOUT'],
    ['the API trickles its answer', { kind: 'trickle', bytes: 1, everyMs: 10 }, 'TIMEOUT'],
    ['the API resets the connection', { kind: 'reset' }, 'NETWORK_ERROR'],
    ['the API is out of order', { kind: 'status', status: 503 }, 'HTTP_ERROR'],
    ['the API redirects', { kind: 'redirect', to: 'http://127.0.0.1:9/' }, 'HTTP_ERROR'],
    ['the API refuses the key', { kind: 'status', status: 401 }, 'UNAUTHORIZED'],
    ['the API says that it is too much', { kind: 'rate-limit' }, 'RATE_LIMITED'],
    ['the API answers with HTML', { kind: 'html' }, 'BAD_RESPONSE'],
    ['the API answers with broken JSON', { kind: 'malformed' }, 'BAD_RESPONSE'],
    ['the API answers with too much', { kind: 'huge', bytes: 2_000_000 }, 'BAD_RESPONSE'],
  ] as const)('with its defaults where %s', async (_case, fault, reason) => {
    // Where an answer comes it has all the time that a busy machine may need.
    const timeoutMs = reason === 'TIMEOUT' ? 150 : 20_000;
    const { app, emulator, personalize } = await openSite(express, { defaults, timeoutMs });
    emulator.fault(fault);
    serveHero(app, personalize('home-hero'));

    await request(app).get('/').expect(200, ['Welcome', 'default', reason]);
  });

  it('with its defaults where nobody listens at the address', async () => {
    // A port that was free a moment ago may be another test's by now.
    const { app, personalize } = await openSite(express, { defaults, baseUrl: 'http://127.0.0.1:1/v1' });
    serveHero(app, personalize('home-hero'));

    await request(app).get('/').expect(200, ['Welcome', 'default', 'NETWORK_ERROR']);
  });

  it('with its defaults after close()', async () => {
    const { app, personalize } = await openSite(express, { defaults });
    serveHero(app, personalize('home-hero'));
    await personalize.close();

    await request(app).get('/').expect(200, ['Welcome', 'default', 'NETWORK_ERROR']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('session store down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('session store down'))],
    ['gives nonsense', () => ({ customerId: 'two\nlines' })],
  ])('as for anybody where identify %s', async (_case, identify) => {
    const warn = jest.fn();
    const logger = { debug: jest.fn(), info: jest.fn(), warn, error: jest.fn() };
    const { app, personalize, bodies } = await openSite(express, { identify, logger });
    serveHero(app, personalize('home-hero'));

    await request(app).get('/').expect(200, ['Hello', 'network', null]);

    expect(bodies()).toEqual([expect.not.objectContaining({ identifiers: expect.anything() })]);
    expect(warn).toHaveBeenCalledWith({ code: 'MOE_WARN_IDENTIFY' }, expect.not.stringContaining('session store'));
  });

  it('as for anybody where identify hangs, with half of the time left for the API', async () => {
    const identify = () => new Promise<never>(() => undefined);
    const { app, personalize, fetches } = await openSite(express, { identify, defaults, timeoutMs: 400, clock });
    serveHero(app, personalize('home-hero'));

    const page = Promise.all([request(app).get('/')]);
    await eventually(() => clock.pendingTimers > 0);
    expect(fetches()).toEqual([]);
    clock.advance(200);

    const [{ status, body }] = await page;
    expect([status, body]).toEqual([200, ['Hello', 'network', null]]);
  });

  it('by its own deadline where an earlier question still waits for identify', async () => {
    const identify = () => new Promise<never>(() => undefined);
    const { app, personalize } = await openSite(express, { identify, defaults });
    app.use(personalize({ keys: ['site-banner'], wait: 'render', timeoutMs: 60_000 }));
    app.use((_req, _res, next) => {
      setImmediate(next);
    });
    serveHero(app, personalize({ keys: ['home-hero'], timeoutMs: 40 }));

    await request(app).get('/').expect(200, ['Welcome', 'default', 'TIMEOUT']);
  });

  it('by the deadline of its route, where that is another', async () => {
    const { app, emulator, personalize } = await openSite(express, { defaults, timeoutMs: 60_000 });
    emulator.fault({ kind: 'hang' });
    serveHero(app, personalize({ keys: ['home-hero'], timeoutMs: 50 }));

    await request(app).get('/').expect(200, ['Welcome', 'default', 'TIMEOUT']);
  });

  it('with its personalization where the application has replaced res.locals since', async () => {
    const { app, personalize } = await openSite(express);
    app.use(personalize(), (_req, res, next) => {
      Object.assign(res, { locals: { user: 'somebody' } });
      next();
    });
    serveHero(app, personalize('home-hero'));

    await request(app).get('/').expect(200, ['Hello', 'network', null]);
  });

  it('without personalization where res.locals cannot be written', async () => {
    const { app, personalize } = await openSite(express);
    app.use((_req, res, next) => {
      Object.freeze(res.locals);
      next();
    });
    app.get('/', personalize('home-hero'), (_req, res) => {
      res.send('still here');
    });

    await request(app).get('/').expect(200, 'still here');
  });
});

describe.each(expressVersions)('on %s, a visitor who leaves', (_name, express) => {
  it('ends the call to the API', async () => {
    const upstream = createServer();
    const port = await listen(upstream);
    const { app, personalize } = await openSite(express, {
      baseUrl: `http://127.0.0.1:${port}/v1`,
      timeoutMs: 60_000,
    });
    serveHero(app, personalize('home-hero'));
    const site = createServer(app);

    const visit = get({ port: await listen(site), host: '127.0.0.1' });
    visit.on('error', () => undefined);
    const [, answer] = await once(upstream, 'request');
    const ended = once(answer, 'close');
    visit.destroy();

    await expect(ended).resolves.toEqual([]);
    site.close();
    upstream.close();
  });
});
