import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { arrivals } from './arrivals.js';
import { countBag, readBag } from './bag.js';
import { formatPrice, kinds } from './catalogue.js';
import { explain } from './explanation.js';
import { createEnginePages, setUpEngines } from './engines.js';
import { createPages } from './pages.js';
import * as payload from './payload.js';
import { createShopPersonalize } from './personalization.js';
import type { ApiOptions } from './personalization.js';
import { createSwitches } from './switches.js';
import { currentVisitor, visitors } from './visitors.js';
import { currentZone, placesAt } from './zones.js';

export interface ShopOptions extends ApiOptions {
  /** Folder that holds `views` and `public`. */
  readonly assets: string;
  /** The emulator's own page, for the drawer to link to. */
  readonly emulatorUrl?: string | undefined;
}

export interface Shop {
  readonly app: Express;
  /** Delivers what is still to be reported, and frees the connections. */
  close(): Promise<unknown>;
}

/** Scripts run only with the page's own nonce, and may report to the shop alone. */
const securityPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "img-src 'self'",
    "style-src 'self'",
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Pages are somebody's own, so nobody else may keep them. */
const pageHeaders: RequestHandler = (_req, res, next) => {
  const nonce = randomBytes(16).toString('base64');
  res.locals.nonce = nonce;
  res.set({
    'Cache-Control': 'private, no-store',
    'Content-Security-Policy': securityPolicy(nonce),
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  });
  next();
};

/** What the frame of every page needs: who is here, from where, and when the work on the page began. */
function describePage(emulatorUrl: string | undefined): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.locals.page = {
      back: req.method === 'GET' ? req.originalUrl : '/',
      path: req.path,
      visitor: currentVisitor(req),
      zone: currentZone(req),
      places: placesAt(Date.now()),
      bagCount: countBag(readBag(req)),
      emulatorUrl,
      elapsedMs: () => Math.round(performance.now() - startedAt),
    };
    next();
  };
}

const notFound: RequestHandler = (_req, res) => {
  const text = 'It may have sold out, or it never grew here.';
  res.status(404).render('message', { title: 'We looked on every shelf', text });
};

function statusOf(error: unknown): number {
  const status: unknown = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

const failed: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const text = 'That went wrong on our side. Nothing was ordered and nothing was lost.';
  res.status(statusOf(error)).render('message', { title: 'A cup fell off the tray', text });
};

/** The whole shop; it listens nowhere yet. */
export function createShop(options: ShopOptions): Shop {
  const { assets, emulatorUrl, ...api } = options;
  const personalize = createShopPersonalize(api);
  const app = express();
  app.disable('x-powered-by');
  app.set('view engine', 'ejs');
  app.set('views', join(assets, 'views'));
  setUpEngines(app, join(assets, 'views'));
  Object.assign(app.locals, { payload, explain, formatPrice, kinds, visitors, arrivals });

  app.use(express.static(join(assets, 'public'), { index: false, maxAge: '5m' }));
  app.use('/personalize', personalize.router());
  app.use(pageHeaders, describePage(emulatorUrl), personalize());
  app.use(createPages(personalize), createEnginePages(personalize), createSwitches(), notFound, failed);
  return { app, close: () => personalize.close() };
}
