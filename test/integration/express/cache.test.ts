import request from 'supertest';
import type { RequestHandler, Response } from 'express';
import { createFakeClock } from '../../support/fake-clock.js';
import { expressVersions, identifyByHeader, openSite } from './support.js';

/** Holds requests until so many have come, however long that takes a busy machine, and lets all go on at once. */
function gather(count: number): RequestHandler {
  const held: (() => void)[] = [];
  return (_req, _res, next) => {
    held.push(next);
    if (held.length === count) for (const go of held) go();
  };
}

/** Title, source and reason of the hero. */
function tellHero(res: Response): void {
  const { variables, source, reason } = res.locals.personalization.experience('home-hero');
  res.json([variables.Title, source, reason]);
}

describe.each(expressVersions)('on %s', (_name, express) => {
  it('asks fifty equal questions once', async () => {
    // Whoever comes much later than the first asks anew, and a busy machine may let go of them one after the other.
    const { app, personalize, fetches } = await openSite(express, { clock: createFakeClock() });
    app.get('/', gather(50), personalize('home-hero'), (_req, res) => {
      tellHero(res);
    });
    const server = app.listen(0, '127.0.0.1');

    const answers = await Promise.all(Array.from({ length: 50 }, () => request(server).get('/')));
    server.close();

    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['["Hello","network",null]']));
    expect(fetches()).toHaveLength(1);
    expect(personalize.stats()).toMatchObject({ pages: 50, calls: 1, coalesced: 49 });
  });

  it('answers again from the cache while that is fresh', async () => {
    const { app, personalize, fetches } = await openSite(express, { cache: { ttlMs: 60_000, vary: ['identity'] } });
    app.get('/', personalize('home-hero'), (_req, res) => {
      tellHero(res);
    });

    await request(app).get('/').expect(['Hello', 'network', null]);
    await request(app).get('/').expect(['Hello', 'cache', null]);

    expect(fetches()).toHaveLength(1);
    expect(personalize.stats().cache).toEqual({ fresh: 1, stale: 0, entries: 1 });
  });

  it('shows an older answer where the API fails, and to nobody else', async () => {
    const defaults = { 'home-hero': { Title: 'Welcome' } };
    const cache = { vary: ['identity'] } as const;
    const { app, emulator, personalize } = await openSite(express, { identify: identifyByHeader, defaults, cache });
    app.get('/', personalize('home-hero'), (_req, res) => {
      tellHero(res);
    });

    await request(app).get('/').set('x-customer', 'user_1').expect(['Hello', 'network', null]);
    emulator.fault({ kind: 'status', status: 500 });

    await request(app).get('/').set('x-customer', 'user_1').expect(['Hello', 'stale', null]);
    await request(app).get('/').set('x-customer', 'user_2').expect(['Welcome', 'default', 'HTTP_ERROR']);
  });

  it('leaves an API alone that keeps failing', async () => {
    // The breaker is open for about a second, in which a busy machine may serve no page at all.
    const options = { cache: false, retry: false, clock: createFakeClock() } as const;
    const { app, emulator, personalize, fetches } = await openSite(express, options);
    emulator.fault({ kind: 'status', status: 500 });
    app.get('/', personalize('home-hero'), (_req, res) => {
      tellHero(res);
    });

    for (let page = 0; page < 20; page += 1) await request(app).get('/').expect([null, 'default', 'HTTP_ERROR']);
    await request(app).get('/').expect([null, 'default', 'BREAKER_OPEN']);

    expect(fetches()).toHaveLength(20);
    expect(personalize.stats()).toMatchObject({ breaker: 'open', defaults: { HTTP_ERROR: 20, BREAKER_OPEN: 1 } });
  });

  it('asks once more after a 503', async () => {
    const { app, emulator, personalize } = await openSite(express);
    emulator.fault({ kind: 'status', status: 503 }, { times: 1 });
    app.get('/', personalize('home-hero'), (_req, res) => {
      tellHero(res);
    });

    await request(app).get('/').expect(['Hello', 'network', null]);
  });

  it('makes no more calls a minute than its quota', async () => {
    const { app, personalize, fetches } = await openSite(express, { cache: false, quota: { perMinute: 2 } });
    app.get('/', personalize('home-hero'), (_req, res) => {
      tellHero(res);
    });

    const reasons: unknown[] = [];
    for (let page = 0; page < 4; page += 1) reasons.push((await request(app).get('/')).body);

    expect(reasons.slice(2)).toEqual(Array(2).fill([null, 'default', 'RATE_LIMITED']));
    expect(fetches()).toHaveLength(2);
    expect(personalize.stats().quotaLeft).toBe(0);
  });
});
