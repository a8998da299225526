import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import express from 'express';
import type { Express, Request, RequestHandler } from 'express';
import { createPersonalize } from '../../src/index.js';
import type { ExperienceMap, Identity, Personalize, PersonalizeOptions } from '../../src/index.js';
import { createNaiveMiddleware } from '../naive.js';

/** What every test of a fault gives as `timeoutMs`, unless it says otherwise. */
export const deadlineMs = 300;

/** For how long the page `/busy` keeps the whole process from doing anything else. */
const busyMs = 300;

export const credentials = { workspaceId: 'WS_DEBUG', apiKey: 'key' } as const;

export interface Shop {
  readonly origin: string;
  readonly personalize: Personalize<ExperienceMap>;
  /** How long the pages at this path took, each from its arrival at the application until all of it was sent. */
  pageTimesMs(path: string): readonly number[];
  /** Resolves when so many pages have been asked for. */
  arrived(pages: number): Promise<void>;
  /** When the server noticed that visitors had left before their page was sent: their request's URL → moment. */
  readonly leftAt: ReadonlyMap<string, number>;
  /** Resolves when so many have. */
  left(visitors: number): Promise<void>;
  close(): Promise<void>;
}

interface PageTime {
  readonly path: string;
  readonly ms: number;
}

/** What the naive client takes for granted. */
interface HeroAnswer {
  readonly experiences: { readonly 'home-hero': { readonly payload: Readonly<Record<'Title' | 'Story', Variable>> } };
}

interface Variable {
  readonly value: string;
}

/** Timed here, since a visitor in the same process is late with noticing when many pages come at once. */
function timePages(times: PageTime[]): RequestHandler {
  return (req, res, next) => {
    const start = performance.now();
    res.once('finish', () => times.push({ path: req.path, ms: performance.now() - start }));
    next();
  };
}

/** Who asks is in the query, so that no two visitors have the same question unless a test wants them to. */
const identify = ({ query }: Request): Identity => ({
  customerId: typeof query.visitor === 'string' ? query.visitor : 'nobody',
});

function createPages(personalize: Personalize<ExperienceMap>, naive: RequestHandler, timeoutMs: number): Express {
  const app = express();
  app.get('/', personalize('home-hero'), (_req, res) => {
    const { variables, source, reason } = res.locals.personalization.experience('home-hero');
    res.json([variables, source, reason ?? null]);
  });
  app.get('/beside', personalize('home-hero', 'odd'), (_req, res) => {
    const { variables, source } = res.locals.personalization.experience('home-hero');
    res.json([variables, source]);
  });
  app.get('/bare', (_req, res) => {
    res.json('bare');
  });
  app.get('/timer', (_req, res) => {
    setTimeout(() => res.json('timer'), timeoutMs);
  });
  app.get('/busy', (_req, res) => {
    const until = performance.now() + busyMs;
    while (performance.now() < until);
    res.json('busy');
  });
  app.get('/naive/beside', naive, (_req, res) => {
    const { experiences } = res.locals.naive as HeroAnswer;
    const { Title, Story } = experiences['home-hero'].payload;
    res.json([{ Title: Title.value, Story: Story.value }, 'network']);
  });
  app.get('/naive', naive, (_req, res) => {
    res.json(res.locals.naive);
  });
  return app;
}

/** Opens a port on loopback, and gives its origin. */
export async function listen(server: Server): Promise<string> {
  await once(server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

/**
 * A shop on real sockets: `/` with the hero, in full and where it is from; `/bare` without personalization; `/timer`,
 * which waits for the deadline and nothing else; `/busy`, for which everybody has to wait; `/naive` with what the naive
 * client makes of the API, and `/naive/beside` with the hero that it finds there.
 */
export async function startShop(
  baseUrl: string,
  { timeoutMs = deadlineMs, ...options }: PersonalizeOptions<ExperienceMap> = {},
): Promise<Shop> {
  const personalize = createPersonalize<ExperienceMap>({ ...credentials, identify, baseUrl, timeoutMs, ...options });
  const times: PageTime[] = [];
  const naive = createNaiveMiddleware({ baseUrl, timeoutMs }, 'home-hero');
  const app = express().use(timePages(times), createPages(personalize, naive, timeoutMs));
  const server = createServer(app);
  let arrivals = 0;
  const leftAt = new Map<string, number>();
  server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
    arrivals += 1;
    res.once('close', () => {
      if (res.writableFinished) return;
      leftAt.set(req.url ?? '', performance.now());
      server.emit('left');
    });
  });
  const origin = await listen(server);
  return {
    origin,
    personalize,
    pageTimesMs: (path) => times.filter((time) => time.path === path).map(({ ms }) => ms),
    leftAt,
    async arrived(pages) {
      while (arrivals < pages) await once(server, 'request');
    },
    async left(visitors) {
      while (leftAt.size < visitors) await once(server, 'left');
    },
    async close() {
      await personalize.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
