import express from 'express';
import { resolveOptions } from '../../../src/config/resolve-options.js';
import { assemblePersonalize } from '../../../src/personalize.js';
import type { Personalize } from '../../../src/personalize.js';
import { createFakeClock } from '../../support/fake-clock.js';
import type { FakeClock } from '../../support/fake-clock.js';
import { createCrowdApi } from './crowd-api.js';
import type { CrowdApi, Mood } from './crowd-api.js';
import { visitAll } from './crowd.js';

const tenants = ['a', 'b', 'c', 'd', 'e'];
/** Each page resolves both keys for each tenant: a hundred thousand questions in all, each round in its own time. */
const rounds = [1, 2, 3, 4];
const pages = 2_500;
const keys = ['home-hero', 'promo-strip'];
const customers = 125;

interface Tenant {
  readonly name: string;
  readonly api: CrowdApi;
  readonly personalize: Personalize;
}

interface Shown {
  readonly tenant: string;
  readonly key: string;
  readonly source: string;
  readonly title: string;
}

/** One application of five workspaces, which have the same customers and the same experience keys. */
function openHouse(clock: FakeClock, moodOf: (tenant: string) => Mood) {
  const app = express();
  const houses: readonly Tenant[] = tenants.map((name) => {
    const api = createCrowdApi(name, clock, () => moodOf(name));
    const options = {
      workspaceId: name,
      apiKey: `key of ${name}`,
      baseUrl: 'http://127.0.0.1:9/v1',
      localsKey: name,
      routerPath: `/${name}`,
      timeoutMs: 50,
      axios: api.axios,
      quota: { perMinute: 1_000_000 },
      cache: { ttlMs: 35, staleIfErrorMs: 0, maxEntries: 1_000, vary: ['identity' as const] },
      identify: (req: { readonly url: string }) => ({ customerId: req.url.slice(1) }),
    };
    return { name, api, personalize: assemblePersonalize(resolveOptions(options, {}), clock) };
  });
  app.get('/:customer', ...houses.map(({ personalize }) => personalize()), async (_req, res) => {
    // All at once, so that each asks while the same is asked by the others.
    const shown = houses.flatMap(({ name }) => {
      const { experience, resolve } = res.locals[name] as typeof res.locals.personalization;
      return keys.map(async (key) => {
        await resolve(key);
        const { source, variables } = experience(key);
        return { tenant: name, key, source, title: variables.Title ?? '' };
      });
    });
    res.json(await Promise.all(shown));
  });
  return { app, houses };
}

it.each(rounds)(
  'five workspaces with the same customers on 2,500 pages share nothing, and only the one whose API is broken knows: %d',
  async () => {
    const clock = createFakeClock();
    let seen = 0;
    const { app, houses } = openHouse(clock, (tenant) => (tenant === 'c' && seen > pages / 4 ? 'broken' : 'answer'));
    const crossings: string[] = [];
    const defaults: Record<string, number> = {};

    await visitAll(
      app,
      clock,
      pages,
      (visit) => `/customer_${(visit * 7) % customers}`,
      (path, body) => {
        seen += 1;
        for (const { tenant, key, source, title } of body as readonly Shown[]) {
          const own = source === 'default' ? '' : `${tenant} ${path.slice(1)} undefined ${key}`;
          if (title !== own) crossings.push(`${path} of ${tenant} shows ${title}`);
          if (source === 'default') defaults[tenant] = (defaults[tenant] ?? 0) + 1;
        }
      },
    );

    const stats = houses.map(({ name, personalize }) => ({ name, ...personalize.stats() }));
    const calls = houses.map(({ api }) => api.asked());
    process.stdout.write(
      `${pages * tenants.length * keys.length} resolutions, calls ${calls.join(' ')}, defaults ${JSON.stringify(defaults)}\n`,
    );
    expect(crossings).toEqual([]);
    expect(Object.keys(defaults)).toEqual(['c']);
    expect(stats.filter(({ breaker }) => breaker !== 'closed').map(({ name }) => name)).toEqual(['c']);
    expect(stats.map((one) => one.pages)).toEqual(tenants.map(() => pages));
  },
  60_000,
);
