import { createServer } from 'node:http';
import express from 'express';
import { createPersonalize } from '../../../src/index.js';
import type { ExperienceMap, Identity } from '../../../src/index.js';
import type { Request } from 'express';
import { defaults } from '../hero.js';
import { credentials, listen } from '../shop.js';

const identify = ({ query }: Request): Identity => ({
  customerId: typeof query.visitor === 'string' ? query.visitor : 'nobody',
});

const createTenant = (name: string, apiOrigin = '') =>
  createPersonalize<ExperienceMap>({
    ...credentials,
    workspaceId: name,
    baseUrl: `${apiOrigin}/v1`,
    routerPath: `/${name}`,
    identify,
    defaults,
    quota: { perMinute: 1_000_000 },
  });

// A shop for five workspaces with the same customers and keys: `/whole` is a page of four of them in turn, `/other` of
// the fifth, whose API is its own. Prints its origin, until it is killed.
async function main(): Promise<void> {
  const { API_ORIGIN, OTHER_API_ORIGIN } = process.env;
  const whole = ['a', 'b', 'c', 'd'].map((name) => createTenant(name, API_ORIGIN)('home-hero'));
  let pages = 0;
  const app = express();
  app.get('/whole', (req, res, next) => {
    pages += 1;
    whole[pages % whole.length]?.(req, res, next);
  });
  app.get('/other', createTenant('e', OTHER_API_ORIGIN)('home-hero'));
  app.get('/:page', (_req, res) => {
    res.json(res.locals.personalization.experience('home-hero').source);
  });
  process.stdout.write(`${await listen(createServer({ keepAliveTimeout: 600_000 }, app))}\n`);
}

void main();
