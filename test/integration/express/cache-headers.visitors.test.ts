import type { Response } from 'express';
import { ask, createSharedCache, headerOf, sharedCaches } from '../../support/shared-cache.js';
import type { CacheKind } from '../../support/shared-cache.js';
import { createSeededRandom, newSeed } from '../../support/seeded-random.js';
import { openCacheSite } from './cache-site.js';
import type { CacheSite } from './cache-site.js';
import { open } from './cache-ways.js';
import { customer } from './reporting-site.js';
import type { Options } from './reporting-site.js';
import { expressVersions } from './support.js';

const gold = customer;
const stranger = { ...customer, 'x-customer': '' };
const kinds = Object.keys(sharedCaches).filter((name): name is CacheKind => name in sharedCaches);

const offer = (res: Response): string =>
  `<p>${JSON.stringify(res.locals.personalization.value('gold-offer', 'Title', 'For all'))}</p>`;

describe.each(expressVersions)('on %s', (_name, express) => {
  /** Pages that ask all caches to keep them, sent in three ways. */
  const openShop = (options: Options = {}): Promise<CacheSite> =>
    openCacheSite(express, {
      options,
      mount: ({ app, personalize }) => {
        app.get('/set', personalize('gold-offer'), (_req, res) => {
          const page = offer(res);
          res.set(open).send(page);
        });
        app.get('/written', personalize('gold-offer'), (_req, res) => {
          const page = offer(res);
          res.writeHead(200, open).end(page);
        });
        app.get('/streamed', personalize('gold-offer'), (_req, res) => {
          res.set(open);
          res.write(offer(res));
          res.end();
        });
        app.get('/keyed', personalize('gold-offer', 'promo-strip'), (_req, res) => {
          res.set({ ...open, 'X-Variant': res.locals.personalization.variantKey() }).send(offer(res));
        });
      },
    });

  it.each(kinds)("one visitor's page reaches nobody else through a cache of kind %s", async (kind) => {
    const { origin } = await openShop();
    const cache = createSharedCache(kind, origin);

    for (const path of ['/set', '/written', '/streamed']) {
      expect((await cache.get(path, gold)).body).toBe('<p>"For you"</p>');
      expect((await cache.get(path, stranger)).body).toBe('<p>"For all"</p>');
    }
  });

  it.each(kinds)('it would without us, through a cache of kind %s', async (kind) => {
    const { origin } = await openShop({ cacheControl: false });
    const cache = createSharedCache(kind, origin);

    await cache.get('/set', gold);

    expect((await cache.get('/set', stranger)).body).toBe('<p>"For you"</p>');
  });

  it('nothing personal is stored, whoever comes in whatever order', async () => {
    const { origin } = await openShop();
    const seed = newSeed();
    const random = createSeededRandom(seed);
    const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
    const caches = kinds.map((kind) => ({ kind, cache: createSharedCache(kind, origin) }));

    for (let visit = 0; visit < 150; visit += 1) {
      // A page that matched nothing may be stored, and is then everybody's: each visit is to a page of its own.
      const path = `${pick(['/set', '/written', '/streamed']) ?? '/set'}?${Math.floor(visit / 2)}`;
      await pick(caches)?.cache.get(path, pick([gold, stranger]));
    }

    const personal = caches.flatMap(({ kind, cache }) =>
      [...cache.stored]
        .filter(([, { body }]) => body.includes('For you'))
        .map(([path]) => `seed ${seed}: ${kind} ${path}`),
    );
    expect(personal).toEqual([]);
    expect(caches.some(({ cache }) => cache.stored.size > 0)).toBe(true);
  });

  it('variantKey() names what a page shows: equal for equal pages, another for another', async () => {
    const { origin } = await openShop({ cacheControl: false });
    const keyFor = async (headers: Readonly<Record<string, string>>) => {
      const answer = await ask(origin, '/keyed', { headers });
      return [headerOf(answer, 'x-variant'), answer.body];
    };
    const [goldKey] = await keyFor(gold);
    const [strangerKey] = await keyFor(stranger);

    expect(goldKey).toMatch(/^[\w-]{22}$/);
    expect(strangerKey).toMatch(/^[\w-]{22}$/);
    expect(goldKey).not.toBe(strangerKey);
    expect(await keyFor(gold)).toEqual([goldKey, '<p>"For you"</p>']);
    expect(await keyFor({ ...stranger, 'x-customer': 'user_2' })).toEqual([strangerKey, '<p>"For all"</p>']);
  });
});
