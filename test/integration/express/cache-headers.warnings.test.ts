import type { RequestHandler } from 'express';
import { ask, headerOf } from '../../support/shared-cache.js';
import { openCacheSite } from './cache-site.js';
import { open } from './cache-ways.js';
import { customer } from './reporting-site.js';
import { expressVersions } from './support.js';

describe.each(expressVersions)('on %s', (_name, express) => {
  const openPage = (handler: RequestHandler) =>
    openCacheSite(express, {
      mount: ({ app }) => {
        app.get('/offers/:name', handler);
      },
    });

  const use: (res: Parameters<RequestHandler>[1]) => unknown = (res) =>
    res.locals.personalization.value('home-hero', 'Title');

  it.each([
    ['public, max-age=60', true],
    ['s-maxage=60', true],
    ['private, S-MaxAge=60', true],
    ['max-age=60', false],
    ['no-cache', false],
    ['private', false],
  ])('of %p the application hears: %p', async (value, isHeard) => {
    const { origin, warnings } = await openPage((_req, res) => {
      use(res);
      res.set('Cache-Control', value).send('page');
    });

    await ask(origin, '/offers/anna?mail=anna@shop.test', { headers: customer });
    await ask(origin, '/offers/bob', { headers: customer });

    expect(warnings()).toEqual(
      isHeard
        ? [
            'A page that used a matched experience asked shared caches to keep it, by cache-control, on route /offers/:name: ' +
              "it says 'private, no-store' instead (MOE_WARN_CACHE_CONTROL)",
          ]
        : [],
    );
  });

  it('hears of each header once', async () => {
    const { origin, warnings } = await openPage((_req, res) => {
      use(res);
      res.set(open).send('page');
    });

    for (const name of ['anna', 'bob', 'eve']) await ask(origin, `/offers/${name}`, { headers: customer });

    expect(warnings().map((message) => /by (\S+),/.exec(message)?.[1])).toEqual([
      'cache-control',
      'cdn-cache-control',
      'cloudflare-cdn-cache-control',
      'surrogate-control',
      'edge-control',
      'x-accel-expires',
    ]);
  });

  it.each([
    ['', true],
    ['public', true],
    ['private, max-age=0', false],
    ['no-store', false],
  ])('a use that comes after headers of %p is warned of: %p', async (value, isHeard) => {
    const { origin, warnings } = await openPage((_req, res) => {
      if (value !== '') res.set('Cache-Control', value);
      res.write('page');
      use(res);
      res.end();
    });

    const answer = await ask(origin, '/offers/anna', { headers: customer });
    await ask(origin, '/offers/bob', { headers: customer });

    expect([answer.body, headerOf(answer, 'cache-control') ?? '']).toEqual(['page', value]);
    expect(warnings()).toEqual(
      isHeard
        ? [
            'A page used a matched experience after its headers were sent, on route /offers/:name: ' +
              "use one before that, or set Cache-Control to 'private, no-store' (MOE_WARN_CACHE_CONTROL)",
          ]
        : [],
    );
  });

  it("a use after the end, in a log perhaps, is nobody's business", async () => {
    const { origin, warnings } = await openPage((_req, res) => {
      res.send('page');
      use(res);
    });

    await ask(origin, '/offers/anna', { headers: customer });

    expect(warnings()).toEqual([]);
  });

  it('a page goes out, and to no shared cache, where looking at its headers throws', async () => {
    const { origin, warnings } = await openPage((_req, res) => {
      res.set('X-Name', 'a');
      use(res);
      Reflect.set(res, 'getHeaderNames', () => {
        throw new RangeError('no names');
      });
      res.set('Cache-Control', 'public').send('page');
    });

    const answer = await ask(origin, '/offers/anna', { headers: customer });

    expect([answer.status, answer.body, headerOf(answer, 'x-name')]).toEqual([200, 'page', 'a']);
    expect(headerOf(answer, 'cache-control')).toBe('private, no-store');
    expect(warnings('MOE_WARN_INTERNAL')).toHaveLength(1);
  });

  it('and where it can not be watched over', async () => {
    const { origin, warnings } = await openPage((_req, res) => {
      Object.defineProperty(res, '_storeHeader', {
        configurable: true,
        get: () => () => undefined,
        set: () => {
          throw new RangeError('read only');
        },
      });
      use(res);
      Reflect.deleteProperty(res, '_storeHeader');
      res.send('page');
    });

    const answer = await ask(origin, '/offers/anna', { headers: customer });

    expect([answer.body, headerOf(answer, 'cache-control')]).toEqual(['page', 'private, no-store']);
    expect(warnings('MOE_WARN_INTERNAL')).toHaveLength(1);
  });
});
