import axios from 'axios';
import type { AxiosRequestConfig } from 'axios';
import { Pool } from 'undici';
import { createPoolAdapter, ForeignHostError } from '../../../src/client/pool-adapter.js';
import { openUpstream } from '../../support/upstream.js';

const pools: Pool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.destroy()));
});

/** An upstream, and a request to it by an axios instance that has nothing of ours but the adapter. */
async function setUp() {
  const upstream = await openUpstream((res) => {
    res.writeHead(200, { 'x-twice': ['a', 'b'], 'content-type': 'text/plain' }).end('x'.repeat(2_000));
  });
  const pool = new Pool(upstream.origin);
  pools.push(pool);
  const instance = axios.create({
    adapter: createPoolAdapter(pool, upstream.origin),
    transformRequest: [],
    maxContentLength: 2_000,
  });
  const request = (config: AxiosRequestConfig) =>
    instance.request<unknown>({ url: `${upstream.origin}/v1`, ...config });
  return { upstream, request };
}

describe('a request through the pool', () => {
  it('has method, path, query, headers and body of the config', async () => {
    const { upstream, request } = await setUp();
    const headers = { 'X-One': '1', 'X-List': ['a', 'b'], 'X-None': null, 'X-Off': false };
    await request({ url: `${upstream.origin}/v1/a?b=c`, method: 'post', headers, data: '{"ü":1}' });
    expect(upstream.requests).toMatchObject([{ method: 'POST', url: '/v1/a?b=c', body: '{"ü":1}' }]);
    expect(upstream.requests[0]?.headers).toMatchObject({ 'x-one': '1', 'x-list': 'a,b', 'content-length': '8' });
    expect(upstream.requests[0]?.headers).not.toHaveProperty('x-none');
    expect(upstream.requests[0]?.headers).not.toHaveProperty('x-off');
  });

  it.each([
    ['get', 'GET'],
    ['post', 'POST'],
  ])('by %s is a %s', async (method, sent) => {
    const { upstream, request } = await setUp();
    await request({ method });
    expect(upstream.requests[0]?.method).toBe(sent);
  });

  it.each([
    ['an object, as an interceptor makes it, as JSON', { added: 'x' }, '{"added":"x"}'],
    ['nothing', undefined, ''],
  ])('sends %s', async (_what, data, body) => {
    const { upstream, request } = await setUp();
    await request({ method: 'post', data });
    expect(upstream.requests[0]?.body).toBe(body);
  });

  it('comes to status, headers and text, and holds no request', async () => {
    const { request } = await setUp();
    const response = await request({});
    expect(response).toMatchObject({ status: 200, data: 'x'.repeat(2_000), headers: { 'x-twice': ['a', 'b'] } });
    expect(response.request).toBeUndefined();
  });

  it.each([
    ['', 'an empty address'],
    ['/v1', 'a path'],
    ['https://127.0.0.1/v1', 'another scheme'],
    ['http://127.0.0.1:1/v1', 'another port'],
    ['http://example.com/v1', 'another host'],
  ])('to %j, %s, is refused, unsent', async (url) => {
    const { upstream, request } = await setUp();
    await expect(request({ url })).rejects.toBeInstanceOf(ForeignHostError);
    expect(upstream.connections()).toBe(0);
  });

  it('to the bare origin is refused, since a path must follow', async () => {
    const { upstream, request } = await setUp();
    await expect(request({ url: upstream.origin })).rejects.toBeInstanceOf(ForeignHostError);
  });

  it('is cut at maxContentLength', async () => {
    const { request } = await setUp();
    await expect(request({ maxContentLength: 1_999 })).rejects.toMatchObject({ name: 'UnreadableBodyError' });
  });

  it('rejects when its signal aborts', async () => {
    const { request } = await setUp();
    const caller = new AbortController();
    const response = request({ signal: caller.signal });
    caller.abort();
    await expect(response).rejects.toThrow();
  });
});
