import { Router, urlencoded } from 'express';
import type { Request, RequestHandler, Response } from 'express';
import { bagCookie, formatBag, readBag, without, withOneMore } from './bag.js';
import type { BagLine } from './bag.js';
import { findProduct } from './catalogue.js';
import type { Product } from './catalogue.js';
import { writeCookie } from './cookies.js';
import { sitePath } from './payload.js';
import { findVisitor, visitorCookie } from './visitors.js';
import { isOfferedZone, zoneCookie } from './zones.js';

/** Where the `rememberUtm` option keeps the landing page's campaign. */
const utmCookie = 'moe_utm';

function field(req: Request, name: string): string | undefined {
  const body: unknown = req.body;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' ? value : undefined;
}

function goBack(req: Request, res: Response): void {
  res.redirect(303, sitePath(field(req, 'back')));
}

/** Writes a cookie where the form's value is one that the shop offered; otherwise answers 400. */
function remember(name: string, cookie: string, isOffered: (value: string) => boolean): RequestHandler {
  return (req, res) => {
    const value = field(req, name);
    if (value === undefined || !isOffered(value)) {
      res.status(400).render('message', { title: 'That is not on the list', text: 'Choose one of those on offer.' });
      return;
    }
    writeCookie(res, cookie, value);
    goBack(req, res);
  };
}

function changeBag(change: (lines: readonly BagLine[], product: Product) => readonly BagLine[]): RequestHandler {
  return (req, res) => {
    const product = findProduct(field(req, 'slug'));
    if (product) writeCookie(res, bagCookie, formatBag(change(readBag(req), product)));
    goBack(req, res);
  };
}

/** Comes again with no campaign: drops what `rememberUtm` keeps of the one that led here. */
const forgetCampaign: RequestHandler = (_req, res) => {
  writeCookie(res, utmCookie, '');
  res.redirect(303, '/');
};

/** The forms: who, from where, and what is in the bag. All of it lives in cookies. */
export function createSwitches(): Router {
  const router = Router();
  router.use(urlencoded({ extended: false, limit: '4kb' }));
  router.post(
    '/visitor',
    remember('visitor', visitorCookie, (id) => findVisitor(id) !== undefined),
  );
  router.post('/zone', remember('zone', zoneCookie, isOfferedZone));
  router.post('/arrival', forgetCampaign);
  router.post('/bag/add', changeBag(withOneMore));
  router.post('/bag/remove', changeBag(without));
  return router;
}
