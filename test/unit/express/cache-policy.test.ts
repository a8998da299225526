import fc from 'fast-check';
import { closeHeader, isForCaches } from '../../../src/express/cache-policy.js';
import { storedBy } from '../../support/shared-cache.js';

const answerWith = (value: string) => ({ status: 200, lines: [['cache-control', value] as const], body: '' });
const stores = (value: string): readonly string[] => storedBy({ method: 'GET', headers: {} }, answerWith(value));

describe('Cache-Control', () => {
  it.each([
    ['private, no-store'],
    ['no-store'],
    ['private'],
    ['PRIVATE'],
    ['private, max-age=60'],
    ['private,no-cache,max-age=0'],
    ['max-age=0 ,\tprivate\t'],
    ['no-store, no-cache, must-revalidate, proxy-revalidate'],
    [['max-age=0', 'private']],
  ])('may stay %p, which keeps shared caches out', (value) => {
    expect(closeHeader('cache-control', value)).toBeUndefined();
    expect(stores(String(value))).toEqual([]);
  });

  it.each([
    [''],
    ['public'],
    ['max-age=60'],
    ['no-cache'],
    ['max-age=0, must-revalidate'],
    ['s-maxage=0'],
    ['private, public'],
    ['no-store, s-maxage=60'],
    ['Private, S-MAXAGE=60'],
    ['no-store, must-understand'],
    ['private="set-cookie"'],
    ['private="x", no-store'],
    ['private = x'],
    ['private, private=x-name'],
    ['no-store=1'],
    ['x-private'],
    ['private; max-age=60'],
    ['private no-store'],
    ['x="private, no-store"'],
    ['x="a, private, b'],
    ['private, x="public"'],
    ['private\u00a0'],
    ['=, private'],
    ['private,'],
    [['private', 'public']],
    [60],
    [undefined],
  ])('may not stay %p', (value) => {
    expect(closeHeader('cache-control', value)).toBe('private, no-store');
  });

  it.each([
    ['public, max-age=60, no-transform', 'private, no-store, no-transform'],
    ['no-transform', 'private, no-store, no-transform'],
    ['max-age=60, content="ESI/1.0"', 'private, no-store, content="ESI/1.0"'],
  ])('of %p what is not about storing stays', (value, expected) => {
    expect(closeHeader('surrogate-control', value)).toBe(expected);
  });

  it('is sent as no cache of any kind stores it, whatever it was: 20,000 values', () => {
    const part = fc.constantFrom(
      ...[
        'private',
        'no-store',
        'public',
        's-maxage=9',
        'max-age=9',
        'no-cache',
        'must-understand',
        'PUBLIC',
        'Private',
      ],
      ...['private="a"', 'x="a, private, b"', 'x="public"', '"', '=', ' ', 'no-store="', 'private=', 'immutable', 'x'],
      ...['no-transform', 'content="ESI/1.0"', 'content="a, public"'],
    );
    const value = fc
      .array(fc.tuple(part, fc.constantFrom(',', ', ', ' ,', '\t,', ' ', ';')), { maxLength: 5 })
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(value, (text) => {
        const sent = closeHeader('cache-control', text) ?? text;
        expect(stores(sent)).toEqual([]);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('of the other headers', () => {
  it.each([
    'cache-control',
    'cdn-cache-control',
    'cloudflare-cdn-cache-control',
    'vercel-cdn-cache-control',
    'x-litespeed-cache-control',
    'surrogate-control',
    'edge-control',
    'expires',
    'x-accel-expires',
  ])('%s is for caches', (name) => {
    expect(isForCaches(name)).toBe(true);
  });

  it.each([
    'x-dns-prefetch-control',
    'access-control-allow-origin',
    'surrogate-key',
    'x-expires',
    'etag',
    'x-cachecontrol',
  ])('%s is not', (name) => {
    expect(isForCaches(name)).toBe(false);
  });

  it.each(['expires', 'x-accel-expires'])('%s may stay where it says that it is over', (name) => {
    expect([closeHeader(name, '0'), closeHeader(name, '-1'), closeHeader(name, 0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([closeHeader(name, 'Fri, 31 Dec 2100 23:59:59 GMT'), closeHeader(name, '600')]).toEqual(['0', '0']);
  });
});
