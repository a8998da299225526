import type { Express } from 'express';
import { readRememberedAttributes, rememberAttributes } from '../../../src/context/remembered-utm.js';
import { visit } from './fixtures/real-request.js';
import type { Asked } from './fixtures/real-request.js';

const names = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];
const page = { accept: 'text/html,application/xhtml+xml' };

/** A page that remembers and then reads. */
const open = (asked: Asked = {}) =>
  visit(
    (req, res) => {
      rememberAttributes(req, res, names);
      return readRememberedAttributes(req, names);
    },
    { ...asked, headers: { ...page, ...asked.headers } },
  );

const withCookie = (value: string) => open({ headers: { cookie: `a=1; moe_utm=${value}; b=2` } });

describe('remembered query attributes', () => {
  it('go into a cookie of half an hour that scripts and other sites cannot use', async () => {
    const { cookies } = await open({ url: '/?utm_source=mail&utm_campaign=spring+sale' });
    expect(cookies).toEqual([
      'moe_utm=utm_source=mail&utm_campaign=spring+sale; Max-Age=1800; Path=/; HttpOnly; SameSite=Lax',
    ]);
  });

  it('are readable in the very request that brought them', async () => {
    const { value } = await open({ url: '/?utm_source=mail' });
    expect({ ...value }).toEqual({ utm_source: 'mail' });
  });

  it('come back on the next page exactly as they were', async () => {
    const landing = await open({ url: '/?utm_source=a%26b%3D%22%3B%2C+%E2%82%AC%F0%9F%98%80&utm_term=%25' });
    const [pair = ''] = landing.cookies.map((cookie) => cookie.split(';')[0] ?? '');
    const next = await open({ url: '/cart', headers: { cookie: pair } });
    expect({ ...next.value }).toEqual({ utm_source: 'a&b=";, €\u{1f600}', utm_term: '%' });
    expect(next.value).toEqual(landing.value);
  });

  it('are prolonged by every further page', async () => {
    const { cookies } = await withCookie('utm_source=mail');
    expect(cookies).toEqual(['moe_utm=utm_source=mail; Max-Age=1800; Path=/; HttpOnly; SameSite=Lax']);
  });

  it('give way whole to those of a new landing page', async () => {
    const { value, cookies } = await open({
      url: '/?utm_medium=social',
      headers: { cookie: 'moe_utm=utm_source=mail&utm_term=x' },
    });
    expect({ ...value }).toEqual({ utm_medium: 'social' });
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^moe_utm=utm_medium=social;/);
  });

  it('stay for a page whose own query carries none of them', async () => {
    const { value } = await open({ url: '/?page=2&utm_source=', headers: { cookie: 'moe_utm=utm_source=mail' } });
    expect({ ...value }).toEqual({ utm_source: 'mail' });
  });

  it('leave other cookies of the response alone', async () => {
    const { cookies } = await visit(
      (req, res) => {
        res.cookie('before', '1');
        rememberAttributes(req, res, names);
        res.cookie('after', '2');
      },
      { url: '/?utm_source=mail', headers: page },
    );
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['before', 'moe_utm', 'after']);
  });

  it('travel only over TLS where the page came over TLS', async () => {
    const { cookies } = await open({
      url: '/?utm_source=mail',
      headers: { 'x-forwarded-proto': 'https' },
      configure: (app: Express) => app.set('trust proxy', true),
    });
    expect(cookies[0]).toMatch(/; Secure$/);
  });

  it.each<[string, Asked]>([
    ['a page without attributes', {}],
    ['a POST', { url: '/?utm_source=mail', method: 'post' }],
    ['a HEAD', { url: '/?utm_source=mail', method: 'head' }],
    ['a request for JSON', { url: '/?utm_source=mail', headers: { accept: 'application/json' } }],
    ['a request for anything', { url: '/?utm_source=mail', headers: { accept: '*/*' } }],
  ])('set no cookie on %s', async (_, asked) => {
    expect((await open(asked)).cookies).toEqual([]);
  });

  it('set no cookie and throw nothing once the headers are sent', async () => {
    const { cookies } = await visit(
      (req, res) => {
        res.flushHeaders();
        rememberAttributes(req, res, names);
      },
      { url: '/?utm_source=mail', headers: page },
    );
    expect(cookies).toEqual([]);
  });

  it('leave out what would make the cookie longer than 1,500 characters', async () => {
    const long = encodeURIComponent('€'.repeat(200));
    const { cookies } = await open({ url: `/?utm_source=${long}&utm_medium=email` });
    expect(cookies[0]).toMatch(/^moe_utm=utm_medium=email;/);
    const many = names.map((name) => `${name}=${'x'.repeat(256)}`).join('&');
    const full = (await open({ url: `/?${many}&` })).cookies[0]?.split(';')[0] ?? '';
    expect(full.length).toBeGreaterThan(1_300);
    expect(full.length).toBeLessThanOrEqual(1_500 + 'moe_utm='.length);
  });

  it.each([
    ['names that are not allowed', 'utm_source=mail&experience_key=evil&identifiers=x&__proto__=1'],
    ['control characters', 'utm_source=ma%00%0D%0Ail'],
    ['surrounding space', 'utm_source=++mail++'],
    ['further values', 'utm_source=mail&utm_source=evil'],
  ])("does not believe a visitor's cookie: drops %s", async (_, cookie) => {
    const { value } = await withCookie(cookie);
    expect({ ...value }).toEqual({ utm_source: 'mail' });
  });

  it.each([
    ['is too long', `utm_source=${'x'.repeat(1_500)}`],
    ['is empty', ''],
    ['is no query', '%%%'],
    ['is encoded twice', 'utm_source%3Dmail'],
    ['names an array', 'utm_source[]=mail'],
  ])("does not believe a visitor's cookie: ignores one that %s", async (_, cookie) => {
    const { value, cookies } = await withCookie(cookie);
    expect({ ...value }).toEqual({});
    expect(cookies).toEqual([]);
  });

  it("cuts an over-long value in a visitor's cookie", async () => {
    const { value } = await withCookie(`utm_source=${'x'.repeat(1_000)}`);
    expect(value.utm_source).toBe('x'.repeat(256));
  });
});
