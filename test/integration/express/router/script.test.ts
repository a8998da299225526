import request from 'supertest';
import { expressVersions } from '../support.js';
import { openRouter, script } from './support.js';

const forever = 'public, max-age=31536000, immutable';
const briefly = 'public, max-age=300';

describe.each(expressVersions)('on %s, the browser script', (_name, express) => {
  it('is served under a name that stands for its text, to be kept for a year', async () => {
    const { app, router } = openRouter(express);

    const response = await request(app)
      .get(`/personalize/${router.scriptPath}`)
      .expect(200, Buffer.from(script).toString());

    expect(router.scriptPath).toMatch(/^script-[\da-f]{16}\.js$/);
    expect(response.headers).toMatchObject({
      'cache-control': forever,
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-length': String(script.length),
    });
  });

  it('has another name when its text is another', () => {
    const { router } = openRouter(express);

    expect(openRouter(express, [], { script: `${script} ` }).router.scriptPath).not.toBe(router.scriptPath);
    expect(openRouter(express).router.scriptPath).toBe(router.scriptPath);
  });

  it.each(['script.js', 'script-0123456789abcdef.js'])('is served as %s, too, to be kept for minutes', async (name) => {
    const { app } = openRouter(express);

    const response = await request(app).get(`/personalize/${name}`).expect(200);

    expect(response.text).toBe(script);
    expect(response.headers['cache-control']).toBe(briefly);
  });

  it('is described to whoever asks for its head', async () => {
    const { app, router } = openRouter(express);

    const response = await request(app).head(`/personalize/${router.scriptPath}`).expect(200);

    expect(response.headers).toMatchObject({ 'cache-control': forever, 'content-length': String(script.length) });
    expect(response.text).toBeUndefined();
  });

  it('is not sent again to whoever has it', async () => {
    const { app } = openRouter(express);
    app.disable('etag');
    const { headers } = await request(app).get('/personalize/script.js');

    await request(app).get('/personalize/script.js').set('If-None-Match', String(headers.etag)).expect(304, '');
  });

  it('finds the place to report to beside itself', () => {
    const { router } = openRouter(express);

    expect(new URL('events', `https://shop.example/personalize/${router.scriptPath}`).pathname).toBe(
      '/personalize/events',
    );
  });
});

describe.each(expressVersions)('on %s, the application answers for itself', (_name, express) => {
  it.each([
    ['GET', '/personalize/'],
    ['GET', '/personalize/events'],
    ['PUT', '/personalize/events'],
    ['PUT', '/personalize/script.js'],
    ['OPTIONS', '/personalize/events'],
    ['POST', '/personalize/click'],
    ['POST', '/personalize/script.js'],
    ['GET', '/personalize/script-xyz.js'],
    ['GET', '/personalize/script.js/'],
    ['GET', '/personalize/scripts'],
    ['POST', '/personalize/events/more'],
    ['GET', '/personalize/__proto__'],
    ['POST', '/events'],
  ] as const)('%s %s', async (method, path) => {
    const { app, router } = openRouter(express);
    app.use((_req, res) => {
      res.status(418).end();
    });

    const ask = request(app);
    const asked = { GET: ask.get(path), PUT: ask.put(path), OPTIONS: ask.options(path), POST: ask.post(path) };

    await asked[method].expect(418);
    expect(router.counts()).toEqual({ accepted: 0, duplicates: 0, refused: {} });
  });
});
