import { createNaiveFetch } from '../naive.js';
import { openJsonUpstream, openUpstream } from '../support/upstream.js';
import type { Upstream } from '../support/upstream.js';
import { runChild } from './child.js';
import { defaultPage, heroAnswer, livePage } from './hero.js';
import { openShop, unguarded } from './support.js';
import { visit } from './visits.js';

const evil = '{"experiences":{"home-hero":{"payload":{"Title":"Evil"}}}}';

function openRedirect(status: number, location: string): Promise<Upstream> {
  return openUpstream((res) => {
    res.writeHead(status, { location }).end();
  });
}

const targets: readonly (readonly [string, (other: string) => string])[] = [
  ['the same host', () => '/v2/experiences/fetch'],
  ['another port', (other) => `${other}/v1/experiences/fetch`],
  ['another host', (other) => `${other.replace('127.0.0.1', 'localhost')}/v1/experiences/fetch`],
];

describe.each([301, 302, 303, 307, 308])('a redirect by %d', (status) => {
  it.each(targets)('to %s is not followed, and the page is a default one', async (_target, locationOf) => {
    const other = await openJsonUpstream(evil);
    const api = await openRedirect(status, locationOf(other.origin));
    const shop = await openShop(api.origin, unguarded);

    const page = await visit(`${shop.origin}/`);

    expect(page.body).toEqual(defaultPage('HTTP_ERROR'));
    expect([api.requests.length, other.connections()]).toEqual([1, 0]);
  });
});

const proxyVariables = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'npm_config_proxy',
];

/** What a shop's visitors get in a process with every variable that names a proxy. */
async function visitBehindProxy(path: string): Promise<{ bodies: readonly unknown[]; api: Upstream; proxy: Upstream }> {
  const proxy = await openJsonUpstream(evil);
  const api = await openJsonUpstream(heroAnswer);
  const environment = Object.fromEntries(proxyVariables.map((name) => [name, proxy.origin]));
  const seen = await runChild('visits-of-shops', [{ baseUrl: `${api.origin}/v1`, path, timeoutMs: 10_000 }], {
    ...environment,
    NODE_USE_ENV_PROXY: '1',
  });
  return { bodies: [...new Set(seen[0]?.pages.map(({ body }) => JSON.stringify(body)))], api, proxy };
}

describe('a proxy that the environment names in eight ways', () => {
  it('hears nothing, and the pages are live', async () => {
    const { bodies, api, proxy } = await visitBehindProxy('/');

    expect(bodies).toEqual([JSON.stringify(livePage)]);
    expect([api.requests.length, proxy.connections()]).toEqual([20, 0]);
  });
});

describe('the naive client', () => {
  it('follows a redirect to a stranger, with the visitor’s data', async () => {
    const other = await openJsonUpstream(evil);
    const api = await openRedirect(307, `${other.origin}/`);

    await createNaiveFetch({ baseUrl: `${api.origin}/v1`, timeoutMs: 300 })('home-hero');

    expect(other.requests.map(({ body }) => body)).toEqual([expect.stringContaining('naive@example.com')]);
  });

  it('tells everything to a proxy that the environment names', async () => {
    const { api, proxy } = await visitBehindProxy('/naive');

    expect([api.requests.length, proxy.requests.length]).toEqual([0, 20]);
    expect(proxy.requests[0]?.headers.authorization).toMatch(/^Basic /);
  });
});
