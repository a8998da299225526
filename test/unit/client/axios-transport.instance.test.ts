import axios, { AxiosError } from 'axios';
import type { AxiosAdapter, AxiosInstance } from 'axios';
import { withDeadline } from '../../../src/client/deadline.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { fetchRequest, openTransport, unlimited } from '../../support/transports.js';
import { openJsonUpstream, openUpstream } from '../../support/upstream.js';

const answer = '{"experiences":{}}';
const networkError = { kind: 'failed', reason: 'NETWORK_ERROR' };

async function setUp(prepare: (instance: AxiosInstance) => void) {
  const upstream = await openJsonUpstream(answer);
  const instance = axios.create();
  prepare(instance);
  const send = () => openTransport(upstream.origin, { axios: instance }).send(fetchRequest, unlimited);
  return { upstream, instance, send };
}

describe("an application's own axios instance", () => {
  it('runs its request interceptors, which may add headers', async () => {
    const { upstream, send } = await setUp((instance) => {
      instance.interceptors.request.use((config) => {
        config.headers.set('x-trace', 'abc');
        return config;
      });
    });
    await send();
    expect(upstream.requests[0]?.headers['x-trace']).toBe('abc');
  });

  it('runs its response interceptors, which see the answer', async () => {
    const statuses: number[] = [];
    const { send } = await setUp((instance) => {
      instance.interceptors.response.use((response) => {
        statuses.push(response.status);
        return response;
      });
    });
    await expect(send()).resolves.toEqual({ kind: 'answered', status: 200, body: answer });
    expect(statuses).toEqual([200]);
  });

  it('sends the same request as ours does', async () => {
    const { upstream, send } = await setUp((instance) => {
      instance.defaults.baseURL = 'http://localhost:1/other';
      instance.defaults.params = { evil: '1' };
      instance.defaults.timeout = 1;
      instance.defaults.maxRedirects = 5;
      instance.defaults.transformRequest = () => 'evil';
      instance.defaults.transformResponse = () => 'evil';
      instance.defaults.validateStatus = () => false;
      instance.defaults.responseType = 'stream';
    });
    await expect(send()).resolves.toEqual({ kind: 'answered', status: 200, body: answer });
    await openTransport(upstream.origin).send(fetchRequest, unlimited);
    const [own, ours] = upstream.requests;
    expect(own).toEqual(ours);
  });

  it('keeps its defaults and its config as they were', async () => {
    const { instance, send } = await setUp(() => undefined);
    const before = JSON.stringify(instance.defaults);
    await send();
    expect(JSON.stringify(instance.defaults)).toBe(before);
    expect(instance.defaults.headers.common).not.toHaveProperty('authorization');
  });

  it('goes through our pool, and no redirect is followed', async () => {
    const other = await openJsonUpstream('{}');
    const upstream = await openUpstream((res) => {
      res.writeHead(307, { location: `${other.origin}/` }).end();
    });
    const transport = openTransport(upstream.origin, { axios: axios.create({ maxRedirects: 5 }) });
    await expect(transport.send(fetchRequest, unlimited)).resolves.toMatchObject({ status: 307 });
    expect(other.connections()).toBe(0);
  });
});

describe('an interceptor', () => {
  it.each([
    ['another host', (other: string) => `${other}/v1/experiences/fetch`],
    ['another host with ours as its user name', (other: string) => other.replace('http://', 'http://127.0.0.1:80@')],
    ['a path alone', () => '/experiences/fetch'],
    ['another scheme', () => 'https://127.0.0.1/'],
    ['nothing', () => undefined],
  ])('that turns the request to %s is refused, and nobody hears of it', async (_, urlOf) => {
    const other = await openJsonUpstream('{}');
    const { upstream, send } = await setUp((instance) => {
      instance.interceptors.request.use((config) => Object.assign(config, { url: urlOf(other.origin) }));
    });
    await expect(send()).resolves.toEqual(networkError);
    expect([upstream.connections(), other.connections()]).toEqual([0, 0]);
  });

  it('that turns the request to a host whose name begins like ours is refused', async () => {
    const { upstream, send } = await setUp((instance) => {
      instance.interceptors.request.use((config) =>
        Object.assign(config, { url: config.url?.replace('/v1', '.evil.example/v1') }),
      );
    });
    await expect(send()).resolves.toEqual(networkError);
    expect(upstream.connections()).toBe(0);
  });

  it('that throws fails the call, unsent', async () => {
    const { upstream, send } = await setUp((instance) => {
      instance.interceptors.request.use(() => {
        throw new Error('canary');
      });
    });
    await expect(send()).resolves.toEqual(networkError);
    expect(upstream.connections()).toBe(0);
  });

  it.each([
    ['throws', (): never => { throw new Error('canary'); }], // prettier-ignore
    ['forgets to return the response', () => undefined],
  ])('of responses that %s fails the call', async (_, interceptor) => {
    const { send } = await setUp((instance) => {
      Reflect.apply(instance.interceptors.response.use, instance.interceptors.response, [interceptor]);
    });
    await expect(send()).resolves.toEqual(networkError);
  });

  it('that hangs is given up at the deadline', async () => {
    const clock = createFakeClock({ monotonic: 1_000 });
    const instance = axios.create();
    instance.interceptors.request.use(() => new Promise(() => undefined));
    const transport = withDeadline(openTransport('http://127.0.0.1:1', { axios: instance }), clock);
    const outcome = transport.send(fetchRequest, { deadline: 1_500 });
    clock.advance(500);
    await expect(outcome).resolves.toEqual({ kind: 'failed', reason: 'TIMEOUT' });
  });
});

describe('an adapter of its own', () => {
  it('is used in place of our pool', async () => {
    const seen: unknown[] = [];
    const { upstream, send } = await setUp((instance) => {
      instance.defaults.adapter = (config) => {
        seen.push([config.url, config.data]);
        return Promise.resolve({ data: answer, status: 200, statusText: '', headers: {}, config });
      };
    });
    await expect(send()).resolves.toEqual({ kind: 'answered', status: 200, body: answer });
    expect(seen).toEqual([[`${upstream.origin}/v1/experiences/fetch`, fetchRequest.body]]);
    expect(upstream.connections()).toBe(0);
  });

  it('may answer with an object in place of text', async () => {
    const { send } = await setUp((instance) => {
      instance.defaults.adapter = (config) =>
        Promise.resolve({ data: { experiences: {} }, status: 200, statusText: '', headers: {}, config });
    });
    await expect(send()).resolves.toEqual({ kind: 'answered', status: 200, body: answer });
  });

  it.each([
    ['ECONNABORTED', 'TIMEOUT'],
    ['ETIMEDOUT', 'TIMEOUT'],
    ['UND_ERR_CONNECT_TIMEOUT', 'TIMEOUT'],
    ['ECONNRESET', 'NETWORK_ERROR'],
    ['ENOTFOUND', 'NETWORK_ERROR'],
    ['CERT_HAS_EXPIRED', 'NETWORK_ERROR'],
    [undefined, 'NETWORK_ERROR'],
  ])('that fails by %s fails the call by %s', async (code, reason) => {
    const { send } = await setUp((instance) => {
      instance.defaults.adapter = (config) => Promise.reject(new AxiosError('canary', code, config));
    });
    await expect(send()).resolves.toEqual({ kind: 'failed', reason });
  });

  it.each([[undefined], [null], ['text'], [{ code: 'ETIMEDOUT' }]])(
    'that rejects with %p fails the call',
    async (thrown) => {
      const { send } = await setUp((instance) => {
        instance.defaults.adapter = () =>
          new Promise((_, reject) => {
            Reflect.apply(reject, undefined, [thrown]);
          });
      });
      await expect(send()).resolves.toEqual(networkError);
    },
  );

  it.each(['http', 'fetch'] as const)("that is axios's %s gives an error status as an answer", async (adapter) => {
    const upstream = await openUpstream((res) => res.writeHead(401).end('{"title":"x"}'));
    const transport = openTransport(upstream.origin, { axios: axios.create({ adapter }) });
    await expect(transport.send(fetchRequest, unlimited)).resolves.toEqual({
      kind: 'answered',
      status: 401,
      body: '{"title":"x"}',
    });
  });

  it.each(['http', 'fetch'] as const)("that is axios's %s follows no redirect either", async (name) => {
    const other = await openJsonUpstream('{}');
    const upstream = await openUpstream((res) => {
      res.writeHead(307, { location: `${other.origin}/` }).end();
    });
    const transport = openTransport(upstream.origin, { axios: axios.create({ adapter: name }) });
    await transport.send(fetchRequest, unlimited);
    expect([upstream.requests.length, other.connections()]).toEqual([1, 0]);
  });
});

describe("an application's adapter", () => {
  const double: AxiosAdapter = (config) =>
    Promise.resolve({ data: '{"doubled":true}', status: 200, statusText: '', headers: {}, config });

  it.each([
    ['is a list of its own', [double]],
    ['is put in later, as test doubles do', double],
  ])('is used where it %s', async (_how, adapter) => {
    const upstream = await openJsonUpstream(answer);
    const instance = axios.create();
    const transport = openTransport(upstream.origin, { axios: instance });
    instance.defaults.adapter = adapter;

    await expect(transport.send(fetchRequest, unlimited)).resolves.toMatchObject({ body: '{"doubled":true}' });
    expect(upstream.connections()).toBe(0);
  });
});
