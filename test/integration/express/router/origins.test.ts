import request from 'supertest';
import { sealed } from '../../../support/marks.js';
import { expressVersions } from '../support.js';
import { openRouter, reportOf } from './support.js';

type Headers = Readonly<Record<string, string>>;

const nothing = { accepted: 0, duplicates: 0, refused: {} };

describe.each(expressVersions)('on %s, a report', (_name, express) => {
  /** What comes of a report with these headers alone, where the application trusts so many proxies. */
  async function countReport(headers: Headers, trust: number | (() => boolean) = 0) {
    const { app, sealer, router, tracked } = openRouter(express);
    app.set('trust proxy', trust);
    await request(app)
      .post('/personalize/events')
      .set({ 'Content-Type': 'text/plain', ...headers })
      .send(reportOf([sealed(sealer), 'shown']))
      .expect(204, '');
    expect(tracked).toHaveLength(router.counts().accepted);
    return router.counts();
  }

  it.each<[string, Headers, number]>([
    ['of this site', { 'Sec-Fetch-Site': 'same-origin' }, 0],
    [
      'of this site, under a name that a proxy keeps to itself',
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://shop.example' },
      0,
    ],
    ['of this host', { Origin: 'http://shop.example', Host: 'shop.example' }, 0],
    [
      'of this host, with encryption that a proxy takes off',
      { Origin: 'https://shop.example', Host: 'shop.example' },
      0,
    ],
    ['of this host and port', { Origin: 'http://shop.example:8080', Host: 'shop.example:8080' }, 0],
    ['of this host, whose usual port is written out', { Origin: 'https://shop.example', Host: 'shop.example:443' }, 0],
    ['of this host in capitals', { Origin: 'https://shop.example', Host: 'Shop.Example' }, 0],
    ['of this address', { Origin: 'http://[::1]:3000', Host: '[::1]:3000' }, 0],
    [
      'of the host that a trusted proxy was asked for',
      { Origin: 'https://shop.example', 'X-Forwarded-Host': 'shop.example' },
      1,
    ],
    ['of the first such host', { Origin: 'https://shop.example', 'X-Forwarded-Host': 'shop.example , inner' }, 1],
  ])('is taken from a page %s', async (_case, headers, proxies) => {
    expect(await countReport(headers, proxies)).toEqual({ ...nothing, accepted: 1 });
  });

  it.each<[string, Headers, number]>([
    ['that does not say which', {}, 0],
    ['of another site', { 'Sec-Fetch-Site': 'cross-site' }, 0],
    ['of another host of the site', { 'Sec-Fetch-Site': 'same-site' }, 0],
    ['that is no page', { 'Sec-Fetch-Site': 'none' }, 0],
    ['that says something else', { 'Sec-Fetch-Site': 'same-origin, cross-site' }, 0],
    [
      'of another site under a false name',
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://a.example', Host: 'a.example' },
      0,
    ],
    ['of another host', { Origin: 'https://evil.example', Host: 'shop.example' }, 0],
    ['of a host that begins alike', { Origin: 'https://shop.example.evil.example', Host: 'shop.example' }, 0],
    ['of a host that ends alike', { Origin: 'https://evil-shop.example', Host: 'shop.example' }, 0],
    ['of a host whose name is the end of this one', { Origin: 'https://shop.example', Host: 'my-shop.example' }, 0],
    ['of another port', { Origin: 'http://shop.example:81', Host: 'shop.example' }, 0],
    ['of another port of the host', { Origin: 'http://shop.example', Host: 'shop.example:81' }, 0],
    ['of no origin', { Origin: 'null', Host: 'null' }, 0],
    ['of nothing', { Origin: '', Host: 'shop.example' }, 0],
    ['of an extension', { Origin: 'chrome-extension://shop', Host: 'shop' }, 0],
    ['of two', { Origin: 'https://shop.example https://shop.example', Host: 'shop.example' }, 0],
    ['of a host that cannot be', { Origin: 'https://shop.example', Host: 'shop.example:x' }, 0],
    [
      'of a host that somebody else says was asked for',
      { Origin: 'https://a.example', 'X-Forwarded-Host': 'a.example' },
      0,
    ],
    [
      'of a host that the proxy was not asked for',
      { Origin: 'https://b.example', 'X-Forwarded-Host': 'a.example, b.example' },
      1,
    ],
  ])('is refused from a page %s', async (_case, headers, proxies) => {
    expect(await countReport(headers, proxies)).toEqual({ ...nothing, refused: { CROSS_SITE: 1 } });
  });

  it('is refused where the application’s own trust function throws', async () => {
    const headers = { Origin: 'https://shop.example', 'X-Forwarded-Host': 'shop.example' };
    const throwing = (): boolean => {
      throw new Error('mine');
    };

    expect(await countReport(headers, throwing)).toEqual({ ...nothing, refused: { CROSS_SITE: 1 } });
  });
});
