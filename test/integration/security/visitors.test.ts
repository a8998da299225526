import type { Express } from 'express';
import { resolveOptions } from '../../../src/config/resolve-options.js';
import { assemblePersonalize } from '../../../src/personalize.js';
import { createFakeClock } from '../../support/fake-clock.js';
import type { FakeClock } from '../../support/fake-clock.js';
import { createSeededRandom, newSeed } from '../../support/seeded-random.js';
import { expressVersions } from '../express/support.js';
import { createCrowdApi } from './crowd-api.js';
import type { Mood } from './crowd-api.js';
import { visitAll } from './crowd.js';

/** Of both versions of Express together: fifty thousand, or as many as are asked for by night. */
const visitsOfEach = Math.max(25_000, Number(process.env.FUZZ_RUNS ?? 0) / 2);
const visitors = 200;
const keys = ['home-hero', 'promo-strip', 'site-banner'];
const moods: readonly Mood[] = ['late', 'malformed', 'half', 'error', 'broken'];

interface Shown {
  readonly key: string;
  readonly source: string;
  readonly title: string;
}

/** Half of the visitors are customers, two of whom have one id but come from different campaigns; half are not. */
function pathOf(visitor: number): string {
  const who = visitor % 2 === 0 ? `&customer=user_${visitor >> 2}` : '';
  return `/?utm_source=mail-${visitor % 4}-${visitor % 2 === 0 ? 0 : visitor}${who}`;
}

/** What the API says to nobody but the visitor of this path. */
function ownTitle(path: string, key: string): string {
  const query = new URLSearchParams(path.slice(2));
  return `W ${query.get('customer') ?? 'undefined'} ${String(query.get('utm_source'))} ${key}`;
}

function openShop(createApp: () => Express, clock: FakeClock, random: () => number) {
  const moodOf = (): Mood => (random() < 0.6 ? 'answer' : (moods[Math.floor(random() * moods.length)] ?? 'answer'));
  const api = createCrowdApi('W', clock, moodOf);
  const options = {
    workspaceId: 'W',
    apiKey: 'key-canary',
    baseUrl: 'http://127.0.0.1:9/v1',
    timeoutMs: 50,
    axios: api.axios,
    breaker: false,
    quota: false as const,
    // Too few entries, so that they are thrown out all the time.
    cache: { ttlMs: 30, staleWhileRevalidateMs: 10, staleIfErrorMs: 5_000, maxEntries: 450 },
    identify: ({ query }: { readonly query: unknown }) => ({
      customerId: new URLSearchParams(query as Record<string, string>).get('customer') ?? '',
    }),
  };
  const personalize = assemblePersonalize(resolveOptions(options, {}), clock);
  const app = createApp();
  app.get('/', personalize('home-hero', 'promo-strip'), personalize('site-banner'), (_req, res) => {
    const { experience } = res.locals.personalization;
    res.json(
      keys.map((key) => {
        const { source, variables } = experience(key);
        return { key, source, title: variables.Title ?? '' };
      }),
    );
  });
  return { app, api, personalize };
}

it.each(expressVersions)(
  'on %s, of 25,000 pages for 200 visitors none shows what is for another',
  async (_, createApp) => {
    const clock = createFakeClock();
    const seed = newSeed();
    const random = createSeededRandom(seed);
    const { app, api, personalize } = openShop(createApp, clock, random);
    const sources: Record<string, number> = {};
    const foreign: string[] = [];

    await visitAll(
      app,
      clock,
      visitsOfEach,
      () => pathOf(Math.floor(random() * visitors)),
      (path, body) => {
        for (const { key, source, title } of body as readonly Shown[]) {
          sources[source] = (sources[source] ?? 0) + 1;
          const own = source === 'default' ? '' : ownTitle(path, key);
          if (title !== own) foreign.push(`${path}: ${key} from ${source} is ${title}`);
        }
      },
    );

    process.stdout.write(`${visitsOfEach} pages, ${api.asked()} calls, seed ${seed}: ${JSON.stringify(sources)}\n`);
    expect(foreign).toEqual([]);
    expect(personalize.stats().coalesced).toBeGreaterThan(100);
    // Otherwise it was never put to the test.
    for (const source of ['network', 'cache', 'stale', 'default']) expect(sources[source]).toBeGreaterThan(200);
  },
  Math.max(120_000, 4 * visitsOfEach),
);
