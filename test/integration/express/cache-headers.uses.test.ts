import type { RequestHandler } from 'express';
import { ask, headerOf } from '../../support/shared-cache.js';
import { openCacheSite } from './cache-site.js';
import { customer } from './reporting-site.js';
import type { Options } from './reporting-site.js';
import { expressVersions } from './support.js';
import type { Personalization } from 'express-moengage-personalize';
import type { ExperienceMap } from 'express-moengage-personalize';

type Read = (personalization: Personalization<ExperienceMap>) => unknown;

const uses: readonly [string, Read][] = [
  ['value', ({ value }) => value('home-hero', 'Title')],
  ['value of a variable that it lacks', ({ value }) => value('home-hero', 'Nothing')],
  ['experience().variables', ({ experience }) => experience('home-hero').variables],
  ['experience().matched', ({ experience }) => experience('home-hero').matched],
  ['experience().variationId', ({ experience }) => experience('home-hero').variationId],
  ['experience().context', ({ experience }) => experience('home-hero').context],
  ['experiences[key].variables', ({ experiences }) => experiences['home-hero']?.variables],
  ['a copy', ({ experience }) => ({ ...experience('home-hero') })],
  ['json', ({ json }) => json()],
  ['attrs', ({ attrs }) => attrs('home-hero', { click: true })],
  ['elementAttributes', ({ elementAttributes }) => elementAttributes('home-hero', { visible: true })],
  ['clickUrl', ({ clickUrl }) => clickUrl('home-hero', { to: '/sale' })],
  ['trackImpression', ({ trackImpression }) => trackImpression('home-hero')],
  ['resolve', async ({ resolve }) => (await resolve('promo-strip'))['promo-strip'].variables],
];

const noUses: readonly [string, Read][] = [
  ['a key', ({ experience }) => experience('home-hero').key],
  ['the keys', ({ experiences }) => Object.keys(experiences)],
  ['the source', ({ experience }) => experience('home-hero').source],
  ['the script', ({ script }) => script()],
  ['variantKey', ({ variantKey }) => variantKey()],
  ['resolve alone', ({ resolve }) => resolve('promo-strip')],
  ['a default', ({ value }) => value('gold-offer', 'Title')],
  ['a default in full', ({ experience }) => ({ ...experience('gold-offer') })],
];

const reportless = ['attrs', 'elementAttributes', 'clickUrl', 'trackImpression'];

const publicPage = 'public, max-age=60';

describe.each(expressVersions)('on %s', (_name, express) => {
  const cacheControlAfter = async (read: Read, options: Options = {}): Promise<string | undefined> => {
    const page: RequestHandler = async (_req, res) => {
      await read(res.locals.personalization);
      res.set('Cache-Control', publicPage).send('page');
    };
    const { origin } = await openCacheSite(express, {
      options,
      mount: ({ app, personalize }) => app.get('/', personalize('gold-offer'), page),
    });
    return headerOf(await ask(origin, '/', { headers: { ...customer, 'x-customer': 'user_2' } }), 'cache-control');
  };

  it.each(uses)('makes a page private: %s', async (_case, read) => {
    expect(await cacheControlAfter(read)).toBe('private, no-store');
  });

  it.each(uses.filter(([name]) => !reportless.includes(name)))(
    'makes a page private that reports nothing: %s',
    async (_case, read) => {
      expect(await cacheControlAfter(read, { events: false })).toBe('private, no-store');
    },
  );

  it.each(noUses)('leaves a page public: %s', async (_case, read) => {
    expect(await cacheControlAfter(read)).toBe(publicPage);
  });

  it.each([...uses, ...noUses])('leaves a page public with cacheControl: false: %s', async (_case, read) => {
    expect(await cacheControlAfter(read, { cacheControl: false })).toBe(publicPage);
  });
});
