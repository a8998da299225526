import { Router } from 'express';
import type { Request, Response } from 'express';
import type { Personalize } from 'express-moengage-personalize';
import { readBag, totalOf } from './bag.js';
import { findProduct, kinds, products } from './catalogue.js';
import type { ShopExperiences } from './personalization.js';

function showTeas(req: Request<{ kind: string }>, res: Response, next: () => void): void {
  const group = kinds.find(({ kind }) => kind === req.params.kind);
  if (!group) {
    next();
    return;
  }
  const found = products.filter(({ kind }) => kind === group.kind);
  res.render('teas', { title: group.title, lead: group.lead, kind: group.kind, found });
}

function showProduct(req: Request<{ slug: string }>, res: Response, next: () => void): void {
  const product = findProduct(req.params.slug);
  if (!product) {
    next();
    return;
  }
  res.render('product', { title: product.name, product });
}

function showBag(req: Request, res: Response): void {
  const lines = readBag(req);
  res.render('bag', { title: 'Your bag', lines, total: totalOf(lines) });
}

/** What the shop shows. A page that names no key gets the site banner all the same, from `everyPage`. */
export function createPages(personalize: Personalize<ShopExperiences>): Router {
  const router = Router();
  router.get('/', personalize('home-hero', 'promo-strip'), (_req, res) => {
    res.render('home', { title: 'Low Cloud Tea', bestsellers: products.slice(0, 8) });
  });
  router.get('/teas', (_req, res) => {
    const lead = 'Ten things, chosen slowly. We would rather sell you one tin that you finish.';
    res.render('teas', { title: 'Everything', lead, kind: '', found: products });
  });
  router.get('/teas/:kind', showTeas);
  router.get('/product/:slug', personalize('cart-upsell'), showProduct);
  router.get('/bag', personalize('cart-upsell'), showBag);
  return router;
}
