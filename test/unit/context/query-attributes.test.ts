import fc from 'fast-check';
import { readQueryAttributes } from '../../../src/context/query-attributes.js';
import { readRequest } from './fixtures/real-request.js';

const names = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
const read = (query: string) => readQueryAttributes(`/page?${query}`, names);
const own = (query: string) => Object.fromEntries(Object.entries(read(query)));

const reserved = [
  'identifiers',
  'experience_key',
  'DAY_OF_THE_WEEK',
  'TIME_OF_THE_DAY',
  'USER_IP_ADDRESS',
  'USER_AGENT',
];
const manyParameters = Array.from({ length: 1_000 }, (_, index) => `p${index}=${index}`).join('&');

/** A query as a test's title shows it. */
const brief = (query: string) => (query.length <= 80 ? query : `${query.slice(0, 20)}… of ${query.length}`);

const nothing = {};
const mail = { utm_source: 'mail' };

const corpus: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['', nothing],
  ['utm_source=mail', mail],
  ['?utm_source=mail', nothing],
  ['a=1&utm_source=mail&b=2', mail],
  ['utm_source=mail&utm_medium=email', { utm_source: 'mail', utm_medium: 'email' }],
  ['utm_source', nothing],
  ['utm_source=', nothing],
  ['utm_source=%20%20', nothing],
  ['utm_source=+mail+', mail],
  ['utm_source=%20mail%20', mail],
  ['utm_source=spring+sale', { utm_source: 'spring sale' }],
  ['utm_source=spring%2Bsale', { utm_source: 'spring+sale' }],
  ['utm_source=a=b', { utm_source: 'a=b' }],
  ['utm_source=mail#utm_source=evil', mail],
  ['&&&utm_source=mail&&', mail],
  [';utm_source=evil', nothing],
  // Repeated names, arrays and nesting, which one of Express's parsers or the other turns into arrays and objects.
  ['utm_source=mail&utm_source=evil', mail],
  ['utm_source=&utm_source=evil', nothing],
  ['utm_source[]=evil', nothing],
  ['utm_source[]=evil&utm_source=mail', mail],
  ['utm_source[0]=evil', nothing],
  ['utm_source[a]=evil', nothing],
  ['utm_source[__proto__]=evil', nothing],
  ['utm_source%5B%5D=evil', nothing],
  ['utm_source.a=evil', nothing],
  ['utm_source=mail&utm_source[toString]=evil', mail],
  ['[utm_source]=evil', nothing],
  ['UTM_SOURCE=evil', nothing],
  [' utm_source=evil', nothing],
  ['utm_source%20=evil', nothing],
  ['utm_source%00=evil', nothing],
  ['%75tm_source=mail', mail],
  // Names that must never get through.
  ...reserved.map((name) => [`${name}=evil`, nothing] as const),
  ['experience_key=evil&identifiers=x&USER_IP_ADDRESS=1.1.1.1&__proto__=1', nothing],
  ['experience_key[]=evil&identifiers[customer_id]=x&utm_source=mail', mail],
  ['__proto__=evil', nothing],
  ['__proto__=a&__proto__=b', nothing],
  ['__proto__[utm_source]=evil', nothing],
  ['__proto__.utm_source=evil', nothing],
  ['constructor=evil', nothing],
  ['constructor[prototype][utm_source]=evil', nothing],
  ['prototype=evil&toString=evil&hasOwnProperty=evil', nothing],
  ['%5F%5Fproto%5F%5F=evil', nothing],
  // Characters.
  ['utm_source=ma%00il', mail],
  ['utm_source=ma%0D%0Ail', mail],
  ['utm_source=mail%0D%0ASet-Cookie:%20a=b', { utm_source: 'mailSet-Cookie: a=b' }],
  ['utm_source=ma%7Fil', mail],
  ['utm_source=ma%C2%85il', mail],
  ['utm_source=%00%01%02', nothing],
  ['utm_source=%E2%82%AC', { utm_source: '€' }],
  ['utm_source=%F0%9F%98%80', { utm_source: '\u{1f600}' }],
  ['utm_source=%ED%A0%80', { utm_source: '\ufffd\ufffd\ufffd' }],
  ['utm_source=%ED%A0%BD%ED%B8%80', { utm_source: '\ufffd'.repeat(6) }],
  ['utm_source=a\ud800b', { utm_source: 'a\ufffdb' }],
  ['utm_source=%FF', { utm_source: '\ufffd' }],
  ['utm_source=%', { utm_source: '%' }],
  ['utm_source=%zz', { utm_source: '%zz' }],
  ['utm_source=%C3', { utm_source: '\ufffd' }],
  ['utm_source=<script>', { utm_source: '<script>' }],
  // Lengths.
  [`utm_source=${'x'.repeat(256)}`, { utm_source: 'x'.repeat(256) }],
  [`utm_source=${'x'.repeat(257)}`, { utm_source: 'x'.repeat(256) }],
  [`utm_source=${'x'.repeat(60_000)}`, { utm_source: 'x'.repeat(256) }],
  [`utm_source=${'x'.repeat(255)}%F0%9F%98%80`, { utm_source: 'x'.repeat(255) }],
  [`utm_source=${'x'.repeat(254)}%F0%9F%98%80`, { utm_source: `${'x'.repeat(254)}\u{1f600}` }],
  [`${manyParameters}&utm_source=mail`, mail],
  [`utm_source=mail&${manyParameters}`, mail],
];

/** Any query: sensible names and hostile ones, raw and escaped, with and without values. */
const anyQuery = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(...names, ...reserved, '__proto__', 'constructor', 'utm_source[]', 'utm_source[a]'),
        fc.string({ maxLength: 8 }),
      ),
      fc.constantFrom('=', '', '==', '[]='),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.constantFrom('%00', '%ED%A0%80', '%', '%C3', '+', '%20', 'x'.repeat(300), '%F0%9F%98%80'.repeat(150)),
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.map((part) => part.join('')).join('&'));

describe('query attributes', () => {
  it.each(corpus.map(([query, expected]) => [brief(query), query, expected] as const))(
    'of %j are the allowed ones, clean',
    (_, query, expected) => {
      expect(own(query)).toEqual(expected);
    },
  );

  it('are the same empty record where a URL has no query', () => {
    expect(readQueryAttributes('/page', names)).toEqual({});
    expect(readQueryAttributes('/page', names)).toBe(readQueryAttributes('/other?a=1', names));
  });

  it('are none where no name is allowed', () => {
    expect(readQueryAttributes('/?utm_source=mail', [])).toEqual({});
  });

  it('hold whatever names the options allow', () => {
    expect(readQueryAttributes('/?ref=a&gclid=b&utm_source=c', ['ref', 'gclid'])).toEqual({ ref: 'a', gclid: 'b' });
  });

  it('are frozen and inherit nothing by name', () => {
    const attributes = read('utm_source=mail');
    expect(Object.isFrozen(attributes)).toBe(true);
    expect('constructor' in attributes).toBe(false);
    expect('__proto__' in attributes).toBe(false);
    expect(Object.isFrozen(read(''))).toBe(true);
  });

  it('are allowed, clean and bounded in 20,000 random queries, and touch no prototype', () => {
    const before = Reflect.ownKeys(Object.prototype);
    fc.assert(
      fc.property(anyQuery, (query) => {
        const attributes = read(query);
        const entries = Object.entries(attributes);
        const sound = entries.every(
          ([name, value]) =>
            names.includes(name) &&
            value !== '' &&
            value.length <= 256 &&
            value.isWellFormed() &&
            value === value.trim() &&
            !/\p{Cc}/u.test(value),
        );
        return sound && Reflect.ownKeys(attributes).length === entries.length && !('constructor' in attributes);
      }),
      { numRuns: 20_000 },
    );
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
  });

  it('hold the first value of each name in 2,000 random well-formed queries', () => {
    const pairs = fc.array(fc.tuple(fc.constantFrom(...names, 'other'), fc.stringMatching(/^[a-zé€ ]{0,20}$/)));
    fc.assert(
      fc.property(pairs, (given) => {
        const expected: Record<string, string> = {};
        for (const name of names) {
          const value = given.find(([candidate]) => candidate === name)?.[1].trim() ?? '';
          if (value !== '') expected[name] = value;
        }
        const query = given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
        expect(own(query)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  describe.each(['simple', 'extended', false])("under the 'query parser' setting %j", (parser) => {
    const queries = [
      'utm_source=mail&utm_source=evil',
      'utm_source[]=evil&utm_medium=email',
      'utm_source[a]=evil&utm_medium[0]=evil&utm_term=x',
      '__proto__=1&constructor=2&utm_source=mail',
      `${manyParameters}&utm_source=mail`,
      'utm_source=ma%00il&utm_medium=%ED%A0%80',
    ];
    it.each(queries.map((query) => [brief(query), query]))('are the same for %j', async (_, query) => {
      const attributes = await readRequest((req) => readQueryAttributes(req.url, names), {
        url: `/?${query}`,
        configure: (app) => app.set('query parser', parser),
      });
      expect(attributes).toEqual(read(query));
    });
  });
});
