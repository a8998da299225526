import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import type { Request } from 'express';
import { systemClock } from '../../../src/core/clock.js';
import { Secret } from '../../../src/core/secret.js';
import { createMarkSealer } from '../../../src/events/token/mark-sealer.js';
import { createPersonalize } from '../../../src/index.js';
import type { ExperienceMap, Identity } from '../../../src/index.js';
import { defaults } from '../hero.js';
import type { JunkCounts } from '../junk-shop.js';
import { credentials, listen } from '../shop.js';

const { apiKey, workspaceId } = credentials;

/** As the shop's own does: both make their secret from the API key. */
const sealer = createMarkSealer([], { clock: systemClock, apiKey: new Secret(apiKey), workspaceId });

const seal = (): string | undefined =>
  sealer.seal({
    impression: { uuid: randomUUID(), customerId: 'customer', utcOffsetSeconds: 0, context: { cid: 'hero' } },
    elementId: 'cta',
    target: '/sale',
  });

const identify = (req: Request): Identity => ({ customerId: req.originalUrl });

// A shop as the README shows it, until it is killed: `/` has the hero, `/bare` has none, and `/plain` takes what the
// router takes, and does nothing. Prints its origin.
async function main(): Promise<void> {
  const baseUrl = `${process.env.API_ORIGIN ?? ''}/v1`;
  const personalize = createPersonalize<ExperienceMap>({ ...credentials, identify, baseUrl, defaults, quota: false });
  const app = express().set('trust proxy', 1);
  app.use(personalize());
  app.use('/personalize', personalize.router());
  app.use('/plain', (_req, res) => {
    res.writeHead(204).end();
  });
  app.get('/', personalize('home-hero'), (_req, res) => {
    res.json(res.locals.personalization.experience('home-hero').source);
  });
  app.get('/bare', (_req, res) => {
    res.json('bare');
  });
  app.get('/counts', (_req, res) => {
    const { user, system } = process.cpuUsage();
    const events = personalize.stats().events;
    res.json({ events, cpuMs: (user + system) / 1_000 } satisfies JunkCounts);
  });
  app.get('/tokens', (_req, res) => {
    res.json(Array.from({ length: 20 }, seal));
  });
  // Who visits steadily keeps connections for longer than Node does.
  process.stdout.write(`${await listen(createServer({ keepAliveTimeout: 600_000 }, personalize.refuseJunk(app)))}\n`);
}

void main();
