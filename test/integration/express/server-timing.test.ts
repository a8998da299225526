import request from 'supertest';
import { expressVersions, openSite } from './support.js';

describe.each(expressVersions)('Server-Timing on %s', (_name, createApp) => {
  const open = (options: Parameters<typeof openSite>[1] = {}) =>
    openSite(createApp, { serverTiming: true, ...options });

  it('tells how long the page waited, and for what', async () => {
    const { app, personalize, emulator } = await open();
    emulator.fault({ kind: 'latency', ms: 30 });
    app.get('/', personalize('home-hero', 'gold-offer'), (_req, res) => void res.send('x'));

    const { headers } = await request(app).get('/').expect(200);

    const [, waited] = /^personalize;dur=(\d+\.\d);desc="network"$/.exec(String(headers['server-timing'])) ?? [];
    expect(Number(waited)).toBeGreaterThanOrEqual(25);
  });

  it('counts what res.render waits for, and the keys of every page', async () => {
    const { app, personalize } = await open({ everyPage: ['site-banner'] });
    app.use(personalize());
    app.get('/', (_req, res) => {
      res.render('page');
    });

    const { headers } = await request(app).get('/').expect(200);

    expect(headers['server-timing']).toMatch(/^personalize;dur=(?!0\.0)[\d.]+;desc="network"$/);
  });

  it('says that the cache answered, without a wait', async () => {
    const { app, personalize } = await open({ cache: { ttlMs: 60_000 } });
    app.get('/', personalize('home-hero'), (_req, res) => void res.send('x'));
    await request(app).get('/').expect(200);

    expect((await request(app).get('/')).headers['server-timing']).toBe('personalize;dur=0.0;desc="cache"');
  });

  it('stands beside what the application says there', async () => {
    const { app, personalize } = await open();
    app.get('/one', personalize('home-hero'), (_req, res) => void res.set('Server-Timing', 'db;dur=5').send('x'));
    app.get('/two', personalize('home-hero'), (_req, res) => void res.set('Server-Timing', ['a', 'b']).send('x'));

    expect((await request(app).get('/one')).headers['server-timing']).toMatch(/^db;dur=5, personalize;dur=/);
    expect((await request(app).get('/two')).headers['server-timing']).toMatch(/^a, b, personalize;dur=/);
  });

  it('says why, where asking failed', async () => {
    const { app, personalize, emulator } = await open();
    emulator.fault({ kind: 'status', status: 401 });
    app.get('/', personalize('home-hero'), (_req, res) => void res.send('x'));

    expect((await request(app).get('/')).headers['server-timing']).toMatch(/;desc="UNAUTHORIZED"$/);
  });

  it('says nothing on a page that asked for nothing, nor without the option', async () => {
    const { app, personalize } = await open();
    app.get('/', personalize(), (_req, res) => void res.send('x'));
    const off = await open({ serverTiming: undefined });
    off.app.get('/', off.personalize('home-hero'), (_req, res) => void res.send('x'));

    expect((await request(app).get('/')).headers['server-timing']).toBeUndefined();
    expect((await request(off.app).get('/')).headers['server-timing']).toBeUndefined();
  });
});
