import axios from 'axios';
import { fetchRequest, openTransport, unlimited } from '../../support/transports.js';
import { openJsonUpstream, openUpstream } from '../../support/upstream.js';
import type { Upstream } from '../../support/upstream.js';

const evil = '{"experiences":{"evil":{}}}';

async function openRedirect(status: number, location: string): Promise<Upstream> {
  return openUpstream((res) => {
    res.writeHead(status, { location }).end();
  });
}

describe.each([301, 302, 303, 307, 308])('a redirect by %d', (status) => {
  it.each([
    ['another port', (origin: string) => `${origin}/v1/experiences/fetch`],
    ['another host name', (origin: string) => `${origin.replace('127.0.0.1', 'localhost')}/`],
    ['another host without a scheme', (origin: string) => `${origin.slice('http:'.length)}/`],
  ])('to %s is an answer, and that host hears nothing', async (_, locationOf) => {
    const other = await openJsonUpstream(evil);
    const upstream = await openRedirect(status, locationOf(other.origin));
    const outcome = await openTransport(upstream.origin).send(fetchRequest, unlimited);
    expect(outcome).toEqual({ kind: 'answered', status, body: '' });
    expect([upstream.requests.length, other.connections()]).toEqual([1, 0]);
  });

  it('to the same host is not followed either', async () => {
    const upstream = await openRedirect(status, '/v2/experiences/fetch');
    await openTransport(upstream.origin).send(fetchRequest, unlimited);
    expect(upstream.requests.length).toBe(1);
  });
});

describe('a proxy in the environment', () => {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
  const switches = ['NODE_USE_ENV_PROXY', 'npm_config_proxy'];
  const all = [...names, ...switches, 'NO_PROXY', 'no_proxy'];
  const before = all.map((name) => [name, process.env[name]] as const);

  beforeEach(() => {
    for (const name of all) Reflect.deleteProperty(process.env, name);
  });

  afterEach(() => {
    for (const [name, value] of before) {
      Reflect.deleteProperty(process.env, name);
      if (value !== undefined) process.env[name] = value;
    }
  });

  it.each([...names, ...switches])('by %s hears nothing', async (name) => {
    const proxy = await openJsonUpstream(evil);
    const upstream = await openJsonUpstream('{}');
    process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.origin;
    const outcome = await openTransport(upstream.origin).send(fetchRequest, unlimited);
    expect(outcome).toEqual({ kind: 'answered', status: 200, body: '{}' });
    expect([upstream.requests.length, proxy.connections()]).toEqual([1, 0]);
  });

  it.each(names)("by %s hears nothing of axios's own http adapter either", async (name) => {
    const proxy = await openJsonUpstream(evil);
    const upstream = await openJsonUpstream('{}');
    process.env[name] = proxy.origin;
    const transport = openTransport(upstream.origin, { axios: axios.create({ adapter: 'http' }) });
    await expect(transport.send(fetchRequest, unlimited)).resolves.toMatchObject({ body: '{}' });
    expect([upstream.requests.length, proxy.connections()]).toEqual([1, 0]);
  });
});
