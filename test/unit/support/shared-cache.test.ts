import { parseDirectives, sharedCaches, storedBy } from '../../support/shared-cache.js';
import type { Answer, CacheKind } from '../../support/shared-cache.js';

const answer = (headers: Readonly<Record<string, string>>, status = 200): Answer => ({
  status,
  lines: Object.entries(headers),
  body: '',
});
const get = { method: 'GET', headers: {} };
const future = 'Fri, 31 Dec 2100 23:59:59 GMT';

it.each([
  ['private, No-Store', [['private'], ['no-store']]],
  [
    'private="a, b", max-age=60',
    [
      ['private', 'a, b'],
      ['max-age', '60'],
    ],
  ],
  ['x="a \\" , public", , no-store', [['x', 'a " , public'], ['no-store']]],
  ['', []],
])('directives of %p', (value, expected) => {
  expect(
    parseDirectives(value).map(({ name, argument }) => (argument === undefined ? [name] : [name, argument])),
  ).toEqual(expected);
});

describe('RFC 9111', () => {
  const mayStore = sharedCaches['RFC 9111'];

  it.each([
    ['a page that says nothing, by heuristics', {}, 200],
    ['max-age', { 'cache-control': 'max-age=60' }, 302],
    ['no-cache, to be asked about each time', { 'cache-control': 'no-cache' }, 200],
    ['Expires', { expires: future }, 302],
    ['private fields of an else public page', { 'cache-control': 'private="set-cookie"' }, 200],
    ['must-understand over no-store', { 'cache-control': 'no-store, must-understand' }, 200],
  ])('stores %s', (_case, headers, status) => {
    expect(mayStore(get, answer(headers, status))).toBe(true);
  });

  it.each([
    ['private', { 'cache-control': 'max-age=60, private' }, 200],
    ['no-store', { 'cache-control': 'no-store, public' }, 200],
    ['a status that says nothing', {}, 302],
  ])('does not store %s', (_case, headers, status) => {
    expect(mayStore(get, answer(headers, status))).toBe(false);
  });

  it('stores what an Authorization asked for only where it says so', () => {
    const question = { method: 'GET', headers: { authorization: 'Basic x' } };

    expect(mayStore(question, answer({ 'cache-control': 'max-age=60' }))).toBe(false);
    expect(mayStore(question, answer({ 'cache-control': 'public' }))).toBe(true);
    expect(mayStore({ ...question, method: 'POST' }, answer({ 'cache-control': 'public' }))).toBe(false);
  });
});

it.each<[CacheKind, Readonly<Record<string, string>>]>([
  ['RFC 9213', { 'cdn-cache-control': 'max-age=60' }],
  ['Cloudflare', { 'cloudflare-cdn-cache-control': 'max-age=60', 'cdn-cache-control': 'no-store' }],
  ['surrogate', { 'surrogate-control': 'max-age=60' }],
  ['edge', { 'edge-control': '!no-store, max-age=60' }],
  ['nginx', { 'x-accel-expires': '60' }],
  ['HTTP/1.0', { expires: future }],
])('%s stores in spite of private, no-store what it is told apart to', (kind, headers) => {
  const lines = { 'cache-control': 'private, no-store', ...headers };

  expect(storedBy(get, answer(lines))).toContain(kind);
  expect(storedBy(get, answer({ 'cache-control': 'private, no-store' }))).toEqual([]);
});

it('an old nginx heeds what comes first', () => {
  const control = { 'cache-control': 'private, no-store' };

  expect(storedBy(get, answer({ expires: future, ...control }))).toContain('old nginx');
  expect(storedBy(get, answer({ ...control, expires: future }))).not.toContain('old nginx');
});
