import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Express, NextFunction, Request, Response } from 'express';
import type express5 from 'express';

/** Asks every kind of cache to store. */
export const open: Readonly<Record<string, string>> = {
  'Cache-Control': 'public, max-age=60, s-maxage=600',
  Expires: 'Fri, 31 Dec 2100 23:59:59 GMT',
  'CDN-Cache-Control': 'max-age=600',
  'Cloudflare-CDN-Cache-Control': 'max-age=600',
  'Surrogate-Control': 'max-age=600',
  'Edge-Control': '!no-store, max-age=1d',
  'X-Accel-Expires': '600',
};
const flat = Object.entries(open).flat();
const html = { 'Content-Type': 'text/html; charset=utf-8' };

const views = join(__dirname, 'views');
const file = join(views, 'titled.ejs');

/** Express shows an error's stack, which tells who called. */
const failure = (message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { stack: 'lost', ...more });

/** The text to show: one visitor's where it is used, else the same text written down. */
type Use = () => string;
type Handler = (res: Response, use: Use, next: NextFunction) => void;

export interface Way {
  readonly name: string;
  readonly handle: Handler;
  readonly method?: 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** What only responses without any other header take. */
  readonly isBare?: true;
  /** What only Node's own last step sees. */
  readonly isHidden?: true;
}

const way = (name: string, handle: Handler, more: Omit<Way, 'name' | 'handle'> = {}): Way => ({
  name,
  handle,
  ...more,
});

/** Calls a method that types do not tell of. */
const call = (res: Response, name: string, ...args: readonly unknown[]): void => {
  const method: unknown = Reflect.get(res, name);
  if (typeof method === 'function') Reflect.apply(method, res, args);
};

const set: readonly Way[] = [
  way('nothing', (res, use) => res.send(use())),
  way('res.end alone', (res, use) => res.end(use())),
  way('res.set before', (res, use) => res.set(open).send(use())),
  way('res.set after', (res, use) => {
    const title = use();
    res.set(open).send(title);
  }),
  way('res.header after', (res, use) => {
    const title = use();
    for (const [name, value] of Object.entries(open)) res.header(name, value);
    res.send(title);
  }),
  way('res.setHeader after, in any case', (res, use) => {
    const title = use();
    for (const [name, value] of Object.entries(open)) res.setHeader(name.toUpperCase(), value);
    res.end(title);
  }),
  way('res.setHeaders after', (res, use) => {
    const title = use();
    res.setHeaders(new Map(Object.entries(open)));
    res.end(title);
  }),
  way('several lines', (res, use) => {
    res.setHeader('Cache-Control', ['max-age=60', 'private="x-name"', 'public']);
    res.appendHeader('CDN-Cache-Control', 'max-age=600').appendHeader('CDN-Cache-Control', 'public');
    res.end(use());
  }),
  way('set and removed', (res, use) => {
    const title = use();
    res.set(open);
    for (const name of Object.keys(open)) res.removeHeader(name);
    res.send(title);
  }),
  way('set in a later tick', (res, use) => {
    const title = use();
    setImmediate(() => res.set(open).send(title));
  }),
];

const written: readonly Way[] = [
  way('writeHead(status, headers)', (res, use) => {
    const title = use();
    res.writeHead(200, open).end(title);
  }),
  way('writeHead(status, headers) that say nothing to caches', (res, use) => {
    const title = use();
    res.writeHead(200, html).end(title);
  }),
  way('writeHead(status, message, headers)', (res, use) => {
    const title = use();
    res.writeHead(200, 'Fine', { ...open, 'Set-Cookie': ['a=1', 'b=2'] }).end(title);
  }),
  way('writeHead(status, [name, value, …])', (res, use) => {
    const title = use();
    res.writeHead(200, [...flat, 'X-Name', 'a']).end(title);
  }),
  way(
    'writeHead(status, [[name, value], …])',
    (res, use) => {
      const title = use();
      call(res, 'writeHead', 200, [...Object.entries(open), ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']]);
      res.end(title);
    },
    { isBare: true },
  ),
  way('writeHead(status, headers) over what is set', (res, use) => {
    res.set({ ...html, 'cache-control': 'private' });
    const title = use();
    res.writeHead(200, open).end(title);
  }),
  way('writeHead(status) over what is set', (res, use) => {
    const title = use();
    res.set(open).writeHead(201).end(title);
  }),
  way(
    'writeHeader, its old name',
    (res, use) => {
      const title = use();
      call(res, 'writeHeader', 200, open);
      res.end(title);
    },
    { isHidden: true },
  ),
];

const sent: readonly Way[] = [
  way('res.render', (res, use) => {
    res.set(open).render('titled', { title: use() });
  }),
  way('res.json', (res, use) => res.set(open).json({ title: use() })),
  way('res.jsonp', (res, use) => res.set(open).jsonp({ title: use() })),
  way('res.sendStatus', (res, use) => {
    use();
    res.set(open).sendStatus(404);
  }),
  way('res.redirect', (res, use) => {
    res.set(open).redirect(301, `/${use()}`);
  }),
  way('res.sendFile', (res, use) => {
    use();
    res.sendFile(file, { maxAge: 60_000, lastModified: false });
  }),
  way(
    'res.sendFile in part',
    (res, use) => {
      use();
      res.sendFile(file, { maxAge: 60_000, lastModified: false });
    },
    { headers: { range: 'bytes=0-1' } },
  ),
  way('res.write', (res, use) => {
    const title = use();
    res.set(open).write(title);
    res.end('!');
  }),
  way('a pipe', (res, use) => {
    Readable.from([use(), '!']).pipe(res.set(open));
  }),
  way('flushHeaders', (res, use) => {
    const title = use();
    res.set(open).flushHeaders();
    setImmediate(() => res.end(title));
  }),
  way('an end without a body', (res, use) => {
    use();
    res.set(open).status(204).end();
  }),
  way('304', (res, use) => res.set({ ...open, ETag: '"1"' }).send(use()), { headers: { 'if-none-match': '"1"' } }),
  way('HEAD', (res, use) => res.set(open).send(use()), { method: 'HEAD' }),
  way('an error page of Express', (res, use, next) => {
    res.set(open);
    next(failure(use(), { status: 404 }));
  }),
  way('an error page of the application', (_res, use, next) => {
    next(failure('own', { title: use() }));
  }),
  way('a handler that throws', (res, use) => {
    res.set(open);
    throw failure(use());
  }),
];

/** Ways in which an application sends a page. */
export const ways: readonly Way[] = [...set, ...written, ...sent];

/** What the personal text is where nobody is asked for it. */
export const title = 'Hello';

/** Mounts each way at its number; `personal` reads what is one visitor's. Nothing is read with `?use=0`. */
export function mountWays(app: Express, { hasHeaders, personal }: MountOptions): void {
  app.set('views', views).set('view engine', 'ejs');
  if (!hasHeaders) app.disable('x-powered-by');
  ways.forEach(({ handle }, index) => {
    app.get(`/${index}`, (req: Request, res: Response, next: NextFunction) => {
      handle(res, () => (req.query.use === '0' ? title : personal(res)), next);
    });
  });
  app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (error instanceof Error && 'title' in error) res.set(open).status(410).send(error.title);
    else next(error);
  });
}

export interface MountOptions {
  /** Express says who it is, and so sets a header first. */
  readonly hasHeaders: boolean;
  readonly personal: (res: Response) => string;
}

/** The same application without this package. */
export function createBareApp(express: typeof express5, hasHeaders: boolean): Express {
  const app = express();
  mountWays(app, { hasHeaders, personal: () => title });
  return app;
}

export const numbered: readonly (readonly [name: string, path: string, way: Way])[] = ways.map((way, index) => [
  way.name,
  `/${index}`,
  way,
]);

/** The ways that are open to a response that has a header already, or none. */
export const waysWith = (hasHeaders: boolean): typeof numbered =>
  numbered.filter(([, , { isBare }]) => isBare !== true || !hasHeaders);

/** The application has set a header already, or none. */
export const beginnings: readonly [string, boolean][] = [
  ['with a header of Express', true],
  ['with no header before', false],
];
