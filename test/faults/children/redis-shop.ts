import { createServer } from 'node:http';
import express from 'express';
import { createClient } from 'redis';
import { createRedisStores } from '../../../src/adapters/redis.js';
import { createPersonalize } from '../../../src/index.js';
import type { ExperienceMap, Identity } from '../../../src/index.js';
import type { Request } from 'express';
import { defaults } from '../hero.js';
import { credentials, listen } from '../shop.js';

const identify = (req: Request): Identity => ({ customerId: req.originalUrl });

// A shop that shares everything through Redis, until it is killed: `/` has the hero, `/stats` says how it fares. Prints
// its origin.
async function main(): Promise<void> {
  const client = createClient({
    url: process.env.REDIS_URL ?? '',
    disableOfflineQueue: true,
    socket: { connectTimeout: 500, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 400) },
  });
  const stores = createRedisStores({ client });
  const personalize = createPersonalize<ExperienceMap>({
    ...credentials,
    baseUrl: `${process.env.API_ORIGIN ?? ''}/v1`,
    identify,
    defaults,
    cache: { ttlMs: 60_000, store: stores.cache },
    quota: { perMinute: 1_000_000, store: stores.quota },
    events: { store: stores.events },
  });
  const app = express();
  app.get('/', personalize('home-hero'), (_req, res) => {
    const { source, variables } = res.locals.personalization.experience('home-hero');
    res.json([source, variables.Title]);
  });
  app.get('/stats', (_req, res) => {
    const { cache, events } = personalize.stats();
    res.json({ shared: cache.shared, events });
  });
  process.stdout.write(`${await listen(createServer({ keepAliveTimeout: 600_000 }, app))}\n`);
}

void main();
