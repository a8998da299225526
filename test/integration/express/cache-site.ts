import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Express, RequestHandler } from 'express';
import { createRecordingLogger } from '../../support/recording-logger.js';
import type { RecordingLogger } from '../../support/recording-logger.js';
import type { Options } from './reporting-site.js';
import { identifyByHeader, openSite } from './support.js';
import type { Site } from './support.js';
import { mountWays } from './cache-ways.js';

const servers: Server[] = [];

/** Serves the application on a port of its own until the test ends. */
export async function serve(app: RequestListener): Promise<string> {
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

/** The answer byte for byte, but for what tells the time. */
export async function askForBytes(
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<string> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries({ host: 'shop.test', connection: 'close', ...headers });
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  return (await text(socket)).replace(/^Date: .*\r\n/m, '');
}

export interface CacheSite extends Site {
  readonly origin: string;
  readonly logger: RecordingLogger;
  /** Texts of the warnings of one code. */
  readonly warnings: (code?: string) => readonly string[];
}

export interface CacheSiteOptions {
  readonly options?: Options;
  /** Sets up what stands before and behind the middleware. */
  readonly before?: readonly RequestHandler[];
  readonly mount: (site: Site) => void;
}

/** A site on a socket whose pages have asked for `home-hero`, and have not read it. */
export async function openCacheSite(
  createApp: () => Express,
  { options = {}, before = [], mount }: CacheSiteOptions,
): Promise<CacheSite> {
  const logger = createRecordingLogger();
  // A busy machine must not make defaults of what the test is about.
  const site = await openSite(createApp, { identify: identifyByHeader, logger, timeoutMs: 20_000, ...options });
  for (const handler of before) site.app.use(handler);
  site.app.use(site.personalize('home-hero'));
  mount(site);
  return {
    ...site,
    origin: await serve(site.app),
    logger,
    warnings: (code = 'MOE_WARN_CACHE_CONTROL') =>
      logger.lines.filter(({ fields }) => fields.code === code).map(({ message }) => message),
  };
}

/** With every way of sending a page. */
export const openWays = (createApp: () => Express, hasHeaders: boolean, options: Options = {}): Promise<CacheSite> =>
  openCacheSite(createApp, {
    // For HEAD.
    options: { prefetch: 'personalize', ...options },
    mount: ({ app }) => {
      mountWays(app, {
        hasHeaders,
        personal: (res) => {
          const title = res.locals.personalization.value('home-hero', 'Title');
          return typeof title === 'string' ? title : 'not personal';
        },
      });
    },
  });
