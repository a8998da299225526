import { createPreviewLink, parseDuration, withParameter } from '../../../src/core/preview-link.js';
import type { PreviewLinkRequest } from '../../../src/core/preview-link.js';
import { createPreviewSealer } from '../../../src/core/preview-token.js';
import { Secret } from '../../../src/core/secret.js';
import { createFakeClock } from '../../support/fake-clock.js';

const clock = createFakeClock();
const secret = 'a-secret-that-is-long';

const linkOf = (more: Partial<PreviewLinkRequest> = {}) =>
  createPreviewLink(
    {
      secret,
      workspaceId: 'WS',
      url: 'https://shop.example/',
      forced: { a: '1' },
      explain: false,
      ttlSeconds: 60,
      ...more,
    },
    clock,
  );

describe('a preview link', () => {
  it('carries a token that the site opens', () => {
    const made = linkOf({ url: 'https://shop.example/teas?x=1#top', explain: true, ttlSeconds: 7_200 });

    const url = made.kind === 'link' ? made.url : '';
    const [, token = ''] = /^https:\/\/shop\.example\/teas\?x=1&moe_preview=([\w-]+)#top$/.exec(url) ?? [];
    const opened = createPreviewSealer([new Secret(secret)], { clock, workspaceId: 'WS' }).open(token);
    const expires = Math.floor(clock.now() / 1_000) + 7_200;
    expect(opened).toMatchObject({ forced: { a: '1' }, explain: true, expires });
    expect(made).toMatchObject({ expires });
  });

  it.each<[string, string, Partial<PreviewLinkRequest>]>([
    ['secret', 'short', { secret: 'fifteen-letters' }],
    ['url', 'no URL', { url: 'shop.example' }],
    ['url', 'of another scheme', { url: 'javascript:alert(1)' }],
    ['url', 'with a user', { url: 'https://u@shop.example/' }],
    ['url', 'with a password', { url: 'https://:p@shop.example/' }],
    ['ttl', 'a second short of a minute', { ttlSeconds: 59 }],
    ['ttl', 'a second more than a week', { ttlSeconds: 604_801 }],
    ['ttl', 'no number', { ttlSeconds: NaN }],
    ['forced', 'empty', { forced: {} }],
    ['forced', 'nameless', { forced: { '': '1' } }],
    ['forced', 'without an id', { forced: { a: '' } }],
    ['forced', '26 keys', { forced: Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`k${i}`, '1'])) }],
    [
      'forced',
      'too long for a cookie',
      { forced: Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`${i}`.padEnd(99, 'k'), 'v'.repeat(99)])) },
    ],
  ])('is refused where %s is %s', (part, _what, more) => {
    expect(linkOf(more)).toMatchObject({ kind: 'refused', part });
  });

  it('may force nothing where it explains', () => {
    expect(linkOf({ forced: {}, explain: true }).kind).toBe('link');
  });
});

it.each([
  ['60s', 60],
  ['45m', 2_700],
  ['2h', 7_200],
  [' 7d ', 604_800],
  ['2', undefined],
  ['-2h', undefined],
  ['2 h', undefined],
  ['1.5h', undefined],
  ['2w', undefined],
  ['', undefined],
])('a time of %j is %p seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

describe('a parameter', () => {
  it.each([
    ['/', '/'],
    ['/a?p=1', '/a'],
    ['/a?x=%2F&p=1&y=%C3%A4+b', '/a?x=%2F&y=%C3%A4+b'],
    ['/a?p=1&p=2&x', '/a?x'],
    ['/a?p', '/a'],
    ['/a?pp=1&=&&', '/a?pp=1&=&&'],
    ['/a?p=1#p=1', '/a#p=1'],
    ['/a?x=1?p=1', '/a?x=1?p=1'],
    ['/a?%70=1', '/a?%70=1'],
  ])('is taken from %s, the rest of which stays as it is', (address, without) => {
    expect(withParameter(address, 'p', undefined)).toBe(without);
  });

  it.each([
    ['/', '/?p=v'],
    ['/a?x=1', '/a?x=1&p=v'],
    ['/a?p=old&x=1#f', '/a?x=1&p=v#f'],
    ['', '?p=v'],
  ])('is added to %s, in place of what it was', (address, added) => {
    expect(withParameter(address, 'p', 'v')).toBe(added);
  });
});
