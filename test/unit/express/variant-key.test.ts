import type { Experience } from '../../../src/core/experience.js';
import { variantKey } from '../../../src/express/variant-key.js';

const hero: Experience = {
  key: 'hero',
  matched: true,
  variables: { Title: 'Hello', Colours: { a: 1, b: [1, 2] } },
  source: 'network',
  reason: undefined,
  variationId: '2',
  context: { cid: 'c1' },
};
const strip: Experience = { ...hero, key: 'strip', variables: { Text: 'Free' } };
const standIn: Experience = { ...hero, key: 'banner', matched: false, source: 'default', reason: 'TIMEOUT' };

const keyOf = (...experiences: readonly Experience[]): string =>
  variantKey(Object.fromEntries(experiences.map((experience) => [experience.key, experience])));

it('fits a header, a cookie and an address', () => {
  expect(keyOf(hero, strip)).toMatch(/^[\w-]{22}$/);
});

it('is the same in every process', () => {
  expect(keyOf(hero)).toBe('KYmBSG0q58gtiGNRVwiN5h');
});

it.each([
  ['nothing was asked for', keyOf()],
  ['nothing matched', keyOf(standIn)],
])('is "default" where %s', (_case, key) => {
  expect(key).toBe('default');
});

it.each([
  ['the keys were asked in another order', keyOf(strip, hero)],
  ['a default is beside them', keyOf(hero, standIn, strip)],
  ['the answer came from the cache', keyOf({ ...hero, source: 'cache' }, strip)],
  ['the context is another', keyOf({ ...hero, context: { cid: 'c2' } }, strip)],
  [
    'members came in another order',
    keyOf({ ...hero, variables: { Colours: { b: [1, 2], a: 1 }, Title: 'Hello' } }, strip),
  ],
])('is the same where %s', (_case, key) => {
  expect(key).toBe(keyOf(hero, strip));
});

it.each([
  ['one is missing', keyOf(hero)],
  ['the variation is another', keyOf({ ...hero, variationId: '3' }, strip)],
  ['it has no variation id', keyOf({ ...hero, variationId: undefined }, strip)],
  ['a variable holds the name of the visitor', keyOf({ ...hero, variables: { Title: 'Hello Anna' } }, strip)],
  [
    'a list is in another order',
    keyOf({ ...hero, variables: { Title: 'Hello', Colours: { a: 1, b: [2, 1] } } }, strip),
  ],
  [
    'the variables are exchanged',
    keyOf({ ...hero, variables: strip.variables }, { ...strip, variables: hero.variables }),
  ],
])('is another where %s', (_case, key) => {
  expect(key).not.toBe(keyOf(hero, strip));
});
