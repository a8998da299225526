import type { Express } from 'express';
import { engine as createHandlebars } from 'express-handlebars';
import { configure as configureNunjucks } from 'nunjucks';
import { createHandlebarsHelpers } from 'express-moengage-personalize';

/** Sets an application up for one engine, as that engine's own manual says, with its views in the folder. */
type SetUp = (app: Express, views: string) => void;

const byName =
  (name: string): SetUp =>
  (app, views) => {
    app.set('views', views).set('view engine', name);
  };

const setUpHandlebars: SetUp = (app, views) => {
  const render = createHandlebars({ extname: '.hbs', defaultLayout: false, helpers: { ...createHandlebarsHelpers() } });
  app.engine('hbs', (path, options, callback) => {
    void render(path, options, callback);
  });
  app.set('views', views).set('view engine', 'hbs');
};

const setUpNunjucks: SetUp = (app, views) => {
  configureNunjucks(views, { autoescape: true, express: app });
  app.set('view engine', 'njk');
};

/** The template engines that the README tells about. */
export const engines: readonly (readonly [name: string, setUp: SetUp])[] = [
  ['EJS', byName('ejs')],
  ['Pug', byName('pug')],
  ['Handlebars', setUpHandlebars],
  ['Nunjucks', setUpNunjucks],
];
