import axios from 'axios';
import { fetchRequest, openTransport, unlimited } from '../../support/transports.js';
import { openRawUpstream, openUpstream } from '../../support/upstream.js';

type Headers = Readonly<Record<string, string | string[]>>;

async function answerWith(status: number, headers: Headers, options: Parameters<typeof openTransport>[1] = {}) {
  const upstream = await openUpstream((res) => res.writeHead(status, headers).end('{}'));
  return openTransport(upstream.origin, options).send(fetchRequest, unlimited);
}

const silent = { retryAfter: undefined, remaining: undefined, reset: undefined };

describe('the advice of an answer', () => {
  it.each([
    ['retry-after', 'retryAfter'],
    ['x-ratelimit-remaining', 'remaining'],
    ['x-ratelimit-reset', 'reset'],
  ])('has %s as its %s, raw', async (header, name) => {
    const outcome = await answerWith(200, { [header]: 'any thing' });
    expect(outcome).toEqual({ kind: 'answered', status: 200, body: '{}', advice: { ...silent, [name]: 'any thing' } });
  });

  it.each([200, 401, 429, 503])('of %d has all three', async (status) => {
    const headers = { 'Retry-After': '7', 'X-RateLimit-Remaining': '0', 'X-RATELIMIT-RESET': '1700000000' };
    await expect(answerWith(status, headers)).resolves.toEqual({
      kind: 'answered',
      status,
      body: '{}',
      advice: { retryAfter: '7', remaining: '0', reset: '1700000000' },
    });
  });

  it.each([
    ['without headers of the kind', { 'content-type': 'application/json', 'x-ratelimit-limit': '10' }],
    ['where a header is there twice', { 'x-ratelimit-remaining': ['0', '1'] }],
  ])('is left out %s', async (_, headers: Headers) => {
    await expect(answerWith(429, headers)).resolves.toEqual({ kind: 'answered', status: 429, body: '{}' });
  });

  it.each(['http', 'fetch'] as const)("is read of axios's %s too", async (adapter) => {
    await expect(answerWith(429, { 'Retry-After': '7' }, { axios: axios.create({ adapter }) })).resolves.toMatchObject({
      advice: { retryAfter: '7' },
    });
  });

  it.each([
    ['no headers', undefined],
    ['a header that is a number', { 'retry-after': 7, 'x-ratelimit-remaining': null }],
  ])('of an adapter with %s makes no trouble', async (_, headers) => {
    const instance = axios.create({
      adapter: (config) =>
        Promise.resolve(Object.assign({ data: '{}', status: 200, statusText: '', headers: {}, config }, { headers })),
    });
    const outcome = await openTransport('http://127.0.0.1:1', { axios: instance }).send(fetchRequest, unlimited);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  });
});

it('an interceptor that leaves the headers out makes no trouble', async () => {
  const upstream = await openUpstream((res) => res.writeHead(200, { 'Retry-After': '7' }).end('{}'));
  const instance = axios.create();
  instance.interceptors.response.use((response) => Object.assign(response, { headers: undefined }));
  const outcome = await openTransport(upstream.origin, { axios: instance }).send(fetchRequest, unlimited);
  expect(outcome).toEqual({ kind: 'answered', status: 200, body: '{}' });
});

const unanswered = { kind: 'failed', reason: 'NETWORK_ERROR', detail: 'unanswered' };
const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';
const loopTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('a call without an answer', () => {
  it('for a refused connection says so', async () => {
    await expect(openTransport('http://127.0.0.1:1').send(fetchRequest, unlimited)).resolves.toEqual(unanswered);
  });

  it.each([
    ['closes', (socket: { end(): unknown }) => socket.end()],
    ['resets', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
  ])('for a server that %s the connection says so', async (_, end) => {
    const upstream = await openRawUpstream(end);
    await expect(openTransport(upstream.origin).send(fetchRequest, unlimited)).resolves.toEqual(unanswered);
  });

  it.each([
    ['closes', (socket: { end(): unknown }) => socket.end()],
    ['resets', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
  ])('for a kept connection that the server %s when it is used again says so', async (_, end) => {
    let requests = 0;
    const upstream = await openRawUpstream((socket) => {
      requests += 1;
      if (requests === 1) socket.write(whole);
      else end(socket);
    });
    const transport = openTransport(upstream.origin);
    await expect(transport.send(fetchRequest, unlimited)).resolves.toMatchObject({ status: 200 });
    await loopTurn();
    await expect(transport.send(fetchRequest, unlimited)).resolves.toEqual(unanswered);
    expect(upstream.connections()).toBe(1);
  });

  it.each([
    ['whose headers never end well', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n'],
    ['that is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('for an answer %s does not say so', async (_, bytes) => {
    const upstream = await openRawUpstream((socket) => socket.write(bytes));
    await expect(openTransport(upstream.origin).send(fetchRequest, unlimited)).resolves.toEqual({
      kind: 'failed',
      reason: 'NETWORK_ERROR',
    });
  });

  it.each([
    ['closed', (socket: { end(): unknown }) => socket.end()],
    ['reset', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
  ])('for a connection that is %s in the middle of the body does not say so', async (_, end) => {
    const upstream = await openRawUpstream((socket) => {
      // The client has read the headers before the end comes.
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"experiences":', () => setImmediate(end, socket));
    });
    await expect(openTransport(upstream.origin).send(fetchRequest, unlimited)).resolves.toEqual({
      kind: 'failed',
      reason: 'NETWORK_ERROR',
    });
  });
});
