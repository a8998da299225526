import fc from 'fast-check';
import { encodeFetch, maxKeysPerCall } from '../../../src/client/encode-fetch.js';
import type { FetchContext } from '../../../src/client/encode-fetch.js';

const everything: FetchContext = {
  identity: { customerId: 'user_8821', userIdentifiers: { u_em: 'jane@example.com', u_mb: '+919876543210' } },
  ipAddress: '203.0.113.42',
  userAgent: 'Mozilla/5.0 (Linux; Android 13)',
  dayOfWeek: 'Monday',
  hourOfDay: '14',
  attributes: { utm_medium: 'email', referrer: 'https://example.com/?q=1' },
};

const reserved = [
  'identifiers',
  'experience_key',
  'DAY_OF_THE_WEEK',
  'TIME_OF_THE_DAY',
  'USER_IP_ADDRESS',
  'USER_AGENT',
];

describe('the text of a fetch', () => {
  it.each<[string, FetchContext, readonly string[] | 'all', string]>([
    ['nobody in particular', {}, ['home-hero'], '{"experience_key":["home-hero"]}'],
    ['everything that an unknown visitor matches', {}, 'all', '{}'],
    [
      'a customer',
      { identity: { customerId: 'user_8821' } },
      ['homepage-banner', 'promo-strip', 'cart-upsell'],
      '{"identifiers":{"customer_id":"user_8821"},"experience_key":["homepage-banner","promo-strip","cart-upsell"]}',
    ],
    [
      'a visitor known by an e-mail address',
      { identity: { userIdentifiers: { u_em: 'jane@example.com' } } },
      ['a'],
      '{"identifiers":{"user_identifiers":{"u_em":"jane@example.com"}},"experience_key":["a"]}',
    ],
    [
      'a visitor with in-session attributes',
      { attributes: { utm_medium: 'email' } },
      ['email-landing-banner'],
      '{"utm_medium":"email","experience_key":["email-landing-banner"]}',
    ],
    [
      'a visitor of whom everything is known',
      everything,
      ['homepage-banner'],
      '{"utm_medium":"email","referrer":"https://example.com/?q=1",' +
        '"identifiers":{"customer_id":"user_8821","user_identifiers":{"u_em":"jane@example.com","u_mb":"+919876543210"}},' +
        '"experience_key":["homepage-banner"],"DAY_OF_THE_WEEK":"Monday","TIME_OF_THE_DAY":"14",' +
        '"USER_IP_ADDRESS":"203.0.113.42","USER_AGENT":"Mozilla/5.0 (Linux; Android 13)"}',
    ],
    [
      'everything that a known customer matches',
      { identity: { customerId: 'user_8821' }, dayOfWeek: 'Sunday', hourOfDay: '00' },
      'all',
      '{"identifiers":{"customer_id":"user_8821"},"DAY_OF_THE_WEEK":"Sunday","TIME_OF_THE_DAY":"00"}',
    ],
    [
      'quotes and line breaks',
      { attributes: { q: '"\n\u2028' } },
      ['a'],
      '{"q":"\\"\\n\u2028","experience_key":["a"]}',
    ],
  ])('of %s is exact', (_, context, keys, text) => {
    expect(encodeFetch(context, keys)).toBe(text);
  });

  it.each<[string, FetchContext]>([
    ['no members', {}],
    ['undefined members', { identity: undefined, ipAddress: undefined, attributes: undefined, hourOfDay: undefined }],
    ['an empty identity', { identity: {} }],
    ['empty identifiers', { identity: { customerId: '', userIdentifiers: {} } }],
    ['identifiers that are empty strings', { identity: { userIdentifiers: { u_em: '', u_mb: '' } } }],
    ['an empty address and agent', { ipAddress: '', userAgent: '' }],
    ['no attributes', { attributes: {} }],
    ['attributes that are empty strings', { attributes: { utm_source: '' } }],
  ])('says nothing of a visitor with %s', (_, context) => {
    expect(encodeFetch(context, ['a'])).toBe('{"experience_key":["a"]}');
  });

  it('keeps the identifiers that are not empty', () => {
    const identity = { customerId: '', userIdentifiers: { u_em: '', u_mb: '+91' } };
    expect(encodeFetch({ identity }, 'all')).toBe('{"identifiers":{"user_identifiers":{"u_mb":"+91"}}}');
  });
});

describe('an attribute', () => {
  it.each(reserved)('called %s takes the place of nothing where the package writes that field', (name) => {
    const attributes = { [name]: 'evil' };
    expect(encodeFetch({ ...everything, attributes }, ['a'])).toBe(
      encodeFetch({ ...everything, attributes: {} }, ['a']),
    );
  });

  it.each([...reserved, '__proto__', 'constructor', 'prototype'])('called %s is not sent at all', (name) => {
    const attributes: Record<string, string> = JSON.parse(`{"${name}":"evil"}`);
    expect(encodeFetch({ attributes }, ['a'])).toBe('{"experience_key":["a"]}');
  });

  it('of whatever name changes no field of the package', () => {
    const named = fc.oneof(fc.constantFrom(...reserved, '__proto__', 'constructor', 'toJSON'), fc.string());
    fc.assert(
      fc.property(fc.dictionary(named, fc.string(), { noNullPrototype: false }), (attributes) => {
        const body: unknown = JSON.parse(encodeFetch({ ...everything, attributes }, ['a']));
        expect(body).toMatchObject({
          identifiers: {
            customer_id: 'user_8821',
            user_identifiers: { u_em: 'jane@example.com', u_mb: '+919876543210' },
          },
          experience_key: ['a'],
          DAY_OF_THE_WEEK: 'Monday',
          TIME_OF_THE_DAY: '14',
          USER_IP_ADDRESS: '203.0.113.42',
          USER_AGENT: 'Mozilla/5.0 (Linux; Android 13)',
        });
        expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the given record as it was', () => {
    const attributes = Object.freeze({ utm_source: 'x', experience_key: 'evil' });
    encodeFetch(Object.freeze({ attributes }), Object.freeze(['a']));
    expect(attributes).toEqual({ utm_source: 'x', experience_key: 'evil' });
  });
});

it('25 keys are the most for a call', () => {
  expect(maxKeysPerCall).toBe(25);
});
