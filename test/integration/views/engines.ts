import { join } from 'node:path';
import type { Express } from 'express';
import { engine as createHandlebars } from 'express-handlebars';
import { configure as configureNunjucks } from 'nunjucks';

const pages = join(__dirname, 'pages');

/** Sets an application up for one engine, as that engine's own manual says. Its views are those in `pages`. */
type SetUp = (app: Express) => void;

const byName =
  (name: string): SetUp =>
  (app) => {
    app.set('views', pages).set('view engine', name);
  };

const setUpHandlebars: SetUp = (app) => {
  const render = createHandlebars({ extname: '.hbs', defaultLayout: false });
  app.engine('hbs', (path, options, callback) => {
    void render(path, options, callback);
  });
  app.set('views', pages).set('view engine', 'hbs');
};

const setUpNunjucks: SetUp = (app) => {
  configureNunjucks(pages, { autoescape: true, express: app });
  app.set('view engine', 'njk');
};

/** The template engines that the README tells about. */
export const engines: readonly (readonly [name: string, setUp: SetUp])[] = [
  ['EJS', byName('ejs')],
  ['Pug', byName('pug')],
  ['Handlebars', setUpHandlebars],
  ['Nunjucks', setUpNunjucks],
];
