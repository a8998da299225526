import { Router } from 'express';
import type { Express, Response } from 'express';
import { engine as createHandlebars } from 'express-handlebars';
import nunjucks from 'nunjucks';
import { createHandlebarsHelpers, safeUrl } from 'express-moengage-personalize';
import type { Personalization, Personalize } from 'express-moengage-personalize';
import * as payload from './payload.js';
import type { ShopExperiences } from './personalization.js';
import { renderReactPage } from './react-page.js';

type PageResponse = Response<unknown, { personalization: Personalization<ShopExperiences>; nonce: string }>;

const templates = [
  { name: 'EJS', path: '/engines/ejs', view: 'engines/page.ejs' },
  { name: 'Pug', path: '/engines/pug', view: 'engines/page.pug' },
  { name: 'Handlebars', path: '/engines/handlebars', view: 'engines/page.hbs' },
  { name: 'Nunjucks', path: '/engines/nunjucks', view: 'engines/page.njk' },
] as const;

const react = { name: 'React', path: '/engines/react' };

const engines = [...templates, react];

/** EJS and Pug are found by the ends of their files; the others are set up as their manuals say. */
export function setUpEngines(app: Express, views: string): void {
  const helpers = { ...createHandlebarsHelpers(), safeUrl: (url: unknown) => safeUrl(url) };
  const handlebars = createHandlebars({ extname: '.hbs', defaultLayout: false, helpers });
  app.engine('hbs', (path, options, callback) => {
    void handlebars(path, options, callback);
  });
  const environment = nunjucks.configure(views, { autoescape: true });
  app.engine('njk', (path, options, callback) => {
    environment.render(path, options, (error, html) => {
      callback(error, html ?? undefined);
    });
  });
}

/** One page, written once for each engine: its source is what to copy from. */
export function createEnginePages(personalize: Personalize<ShopExperiences>): Router {
  const router = Router();
  const sceneOf = ({ locals }: PageResponse) => payload.scene(locals.personalization.value('home-hero', 'Scene'));
  for (const { path, view } of templates) {
    router.get(path, personalize('home-hero'), (_req, res: PageResponse) => {
      res.render(view, { engines, scene: sceneOf(res) });
    });
  }
  router.get(react.path, personalize('home-hero'), (_req, res: PageResponse) => {
    const { personalization, nonce } = res.locals;
    res.send(renderReactPage({ personalization, engines, scene: sceneOf(res) }, nonce));
  });
  return router;
}
