import { Readable } from 'node:stream';
import type { ErrorRequestHandler, Express, RequestHandler, Response } from 'express';
import request from 'supertest';
import { appendHtml } from '../../../src/express/append-html.js';
import { expressVersions } from './support.js';

const tail = '<b>&#8594; tail</b>';

/** Appends to each page; `reported` hears what is thrown. */
const appending =
  (reported: unknown[] = [], markup: () => string = () => tail): RequestHandler =>
  (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    appendHtml(res, { markup, report: (thrown) => reported.push(thrown) });
    next();
  };

/** Takes hold of `write` and `end`, as compression does, and sends everything in upper case. */
const shouting: RequestHandler = (_req, res, next) => {
  const [write, end] = [res.write.bind(res), res.end.bind(res)];
  const shout = (chunk: unknown): string =>
    (chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk)).toUpperCase();
  res.write = (...args: readonly unknown[]) => Boolean(Reflect.apply(write, res, [shout(args[0])]));
  res.end = (...args: readonly unknown[]) => {
    if (!res.headersSent) res.removeHeader('Content-Length');
    Reflect.apply(end, res, args[0] === undefined ? [] : [shout(args[0])]);
    return res;
  };
  next();
};

const pageOf = (res: Response): Response => res.type('html');

/** Each sends `<p>é</p>` as a page in its own way. */
const ways: Readonly<Record<string, RequestHandler>> = {
  'res.send': (_req, res) => void res.send('<p>é</p>'),
  'res.send of bytes': (_req, res) => void pageOf(res).send(Buffer.from('<p>é</p>')),
  'res.end': (_req, res) => void pageOf(res).end('<p>é</p>'),
  'res.end with an encoding': (_req, res) => void pageOf(res).end(Buffer.from('<p>é</p>').toString('latin1'), 'latin1'),
  'res.end with a callback': (_req, res) => void pageOf(res).end('<p>é</p>', () => undefined),
  pieces: (_req, res) => {
    pageOf(res).write('<p>');
    res.write('é');
    res.end('</p>');
  },
  'pieces, the last of which is empty': (_req, res) => {
    pageOf(res).write('<p>é</p>');
    res.end();
  },
  'a stream': (_req, res) => void Readable.from(['<p>', 'é', '</p>']).pipe(pageOf(res)),
  'pieces of a length told before': (_req, res) => {
    pageOf(res).set({ 'Content-Length': '9', ETag: '"x"' }).write('<p>');
    res.end('é</p>');
  },
  writeHead: (_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': '9', ETag: '"x"' });
    res.end('<p>é</p>');
  },
  'writeHead with a list': (_req, res) => {
    res.writeHead(200, ['Content-Type', 'text/html', 'Content-Length', '9']).end('<p>é</p>');
  },
  'headers flushed': (_req, res) => {
    pageOf(res).flushHeaders();
    res.end('<p>é</p>');
  },
  'an error page of its own': (_req, res) => void res.status(503).send('<p>é</p>'),
};

/** What no tail belongs to. */
const others: Readonly<Record<string, RequestHandler>> = {
  JSON: (_req, res) => void res.json({ a: 1 }),
  text: (_req, res) => void res.type('text').send('a'),
  'no type': (_req, res) => void res.end('a'),
  'a compressed page': (_req, res) => void pageOf(res).set('Content-Encoding', 'x-own').end('zipped'),
  'a page in UTF-16': (_req, res) =>
    void res.set('Content-Type', 'text/html; charset=utf-16').end(Buffer.from('a', 'utf16le')),
  'a download': (_req, res) => void res.attachment('a.html').send('<p>a</p>'),
  'a part': (_req, res) => void res.status(206).type('html').end('<p>'),
  'a redirect': (_req, res) => void res.status(302).set('Location', '/').type('html').end('<p>Found</p>'),
};

const listenTo = (createApp: () => Express, handler: RequestHandler, ...before: RequestHandler[]): Express =>
  createApp()
    .use(...before)
    .get('/', handler);

describe.each(expressVersions)('what is appended on %s', (_name, createApp) => {
  it.each(Object.entries(ways))('comes behind a page sent by %s, as long as it says', async (_way, handler) => {
    const reports: unknown[] = [];

    const { text, headers } = await request(listenTo(createApp, handler, appending(reports))).get('/');

    expect(text).toBe(`<p>é</p>${tail}`);
    expect(Number(headers['content-length'] ?? Buffer.byteLength(text))).toBe(Buffer.byteLength(text));
    expect([headers.etag, reports]).toEqual([undefined, []]);
  });

  it.each(Object.entries(others))('does not come behind %s', async (_what, handler) => {
    const { text, body, headers } = await request(listenTo(createApp, handler, appending()))
      .get('/')
      .buffer(true);

    expect(`${text}${String(body)}`).not.toContain('tail');
    expect(headers['content-length']).toBeDefined();
  });

  it('does not come behind a page that is only asked for its head', async () => {
    const app = listenTo(createApp, ways['res.send'] ?? jest.fn(), appending());

    const { headers, text } = await request(app).head('/').expect(200);

    expect([text, headers['content-length'], headers.etag === undefined]).toEqual([undefined, '9', false]);
  });

  it.each(['res.send', 'res.end', 'pieces', 'a stream'])('goes through what is put around it: %s', async (way) => {
    const handler = ways[way] ?? jest.fn();
    const outside = listenTo(createApp, handler, shouting, appending());
    const inside = listenTo(createApp, handler, appending(), shouting);

    expect((await request(outside).get('/')).text).toBe(`<P>É</P>${tail.toUpperCase()}`);
    expect((await request(inside).get('/')).text).toBe(`<P>É</P>${tail}`);
  });

  it('comes behind the page of an error, by Express or by a handler', async () => {
    const failing: RequestHandler = () => {
      throw new Error('x');
    };
    const app = listenTo(createApp, failing, appending()).set('env', 'production');
    const handled = listenTo(createApp, failing, appending());
    const show: ErrorRequestHandler = (_error, _req, res, _next) => void res.status(500).send('<p>oh</p>');
    handled.use(show);

    expect((await request(app).get('/').expect(500)).text).toContain(`</html>\n${tail}`);
    expect((await request(app).get('/nowhere').expect(404)).text).toContain(`</html>\n${tail}`);
    expect((await request(handled).get('/').expect(500)).text).toBe(`<p>oh</p>${tail}`);
  });

  it.each(Object.entries(ways))('costs the page nothing where it fails: %s', async (_way, handler) => {
    const reports: unknown[] = [];
    const failing = appending(reports, () => {
      throw new TypeError('x');
    });

    const { text } = await request(listenTo(createApp, handler, failing)).get('/');

    expect(text).toBe('<p>é</p>');
    expect(reports).toHaveLength(1);
  });

  it('is appended once, however often the page ends', async () => {
    const app = listenTo(
      createApp,
      (_req, res) => {
        pageOf(res).end('<p>a</p>');
        res.end();
        res.once('error', () => undefined).end('again');
      },
      appending(),
    );

    expect((await request(app).get('/')).text).toBe(`<p>a</p>${tail}`);
  });
});
