import express from 'express';
import type { Express, Response } from 'express';
import type { Personalization, Personalize } from 'express-moengage-personalize';

/** The experiences of the README's shop. */
export interface Shop {
  readonly 'home-hero': { readonly Title: string; readonly Percent?: number };
}

/** An application as the README has it: it is given its `personalize`, so that a test can give it another. */
export function createApp(personalize: Personalize<Shop>): Express {
  const app = express();
  app.use(personalize());
  app.get('/', personalize('home-hero'), (_req, res: Response<unknown, { personalization: Personalization<Shop> }>) => {
    res.send(`<h1>${res.locals.personalization.value('home-hero', 'Title', '')}</h1>`);
  });
  return app;
}
