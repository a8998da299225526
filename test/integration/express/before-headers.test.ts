import type { ErrorRequestHandler, Express, RequestHandler, Response } from 'express';
import { passHeaders } from '../../../src/express/before-headers.js';
import { ask, headerOf } from '../../support/shared-cache.js';
import { openCacheSite, serve } from './cache-site.js';
import { customer } from './reporting-site.js';
import { expressVersions } from './support.js';

const storeHeader = '_storeHeader';

type Store = (this: unknown, ...args: readonly unknown[]) => unknown;
const isStore = (value: unknown): value is Store => typeof value === 'function';

const use = (res: Response): unknown => res.locals.personalization.value('home-hero', 'Title');

describe.each(expressVersions)('on %s', (_name, express) => {
  const openHome = (handler: RequestHandler, mount: (app: Express) => void = () => undefined) =>
    openCacheSite(express, {
      mount: ({ app }) => {
        mount(app);
        app.get('/', handler);
      },
    });

  const cacheControlOf = async (origin: string, path = '/'): Promise<unknown> =>
    headerOf(await ask(origin, path, { headers: customer }), 'cache-control');

  it('a page that was used here and is sent by an application that is called, not mounted, is kept from shared caches', async () => {
    const other = express();
    other.get('/', (_req, res) => {
      res.set('Cache-Control', 'public').send('page');
    });
    const { origin } = await openHome((req, res) => {
      use(res);
      other(req, res);
    });

    expect(await cacheControlOf(origin)).toBe('private, no-store');
  });

  it('a page that was used in a mounted application and is sent behind it is kept from shared caches', async () => {
    const mounted = express();
    mounted.get('/', (_req, res, next) => {
      use(res);
      next();
    });
    const { origin } = await openHome(
      (_req, res) => {
        res.set('Cache-Control', 'public').send('page');
      },
      (app) => app.use(mounted),
    );

    expect(await cacheControlOf(origin)).toBe('private, no-store');
  });

  it.each<[string, (res: Response) => object | null]>([
    ['the response', (res) => res],
    ["the application's prototype", (res) => Reflect.getPrototypeOf(res)],
  ])('a page is kept from shared caches where somebody stores headers by way of %s', async (_case, holderOf) => {
    let passed = 0;
    const { origin } = await openHome((_req, res) => {
      const holder = holderOf(res) ?? res;
      const before: unknown = Reflect.get(holder, storeHeader);
      Object.defineProperty(holder, storeHeader, {
        configurable: true,
        writable: true,
        value(this: unknown, ...args: readonly unknown[]) {
          passed += 1;
          return isStore(before) ? before.call(this, ...args) : undefined;
        },
      });
      use(res);
      res.set('Cache-Control', 'public').send('page');
    });

    expect(await cacheControlOf(origin)).toBe('private, no-store');
    expect(passed).toBe(1);
  });

  it('a page is kept from shared caches where nobody may stand before what stores its headers', async () => {
    const { origin } = await openHome((_req, res) => {
      Object.defineProperty(res, storeHeader, { value: Reflect.get(res, storeHeader), writable: false });
      use(res);
      res.end('page');
    });

    expect(await cacheControlOf(origin)).toBe('private, no-store');
  });

  it('two that watch over one response hear of its headers once each', async () => {
    const heard: string[] = [];
    const hear = (name: string) => (given: unknown) => {
      heard.push(name);
      return given;
    };
    const app = express();
    app.get('/', (_req, res) => {
      heard.push(String(passHeaders(res, hear('one'))), String(passHeaders(res, hear('other'))));
      res.end('page');
    });

    await ask(await serve(app), '/');

    expect(heard).toEqual(['true', 'true', 'other', 'one']);
  });

  it('headers that cannot be stored are followed by others, which pass by as well', async () => {
    const passed: unknown[] = [];
    const app = express().disable('x-powered-by');
    app.get('/', (_req, res) => {
      passHeaders(res, (given) => {
        passed.push(res.statusCode);
        return given;
      });
      // Refused by Node where headers are stored, and by nobody before that, since none is set otherwise.
      res.writeHead(200, { 'X-Bad': 'line\nbreak' }).end('page');
    });
    app.use(((_error, _req, res, _next) => {
      res.status(500).end('error page');
    }) satisfies ErrorRequestHandler);

    const answer = await ask(await serve(app), '/');

    expect(answer.status).toBe(500);
    expect(passed).toEqual([200, 500]);
  });
});
