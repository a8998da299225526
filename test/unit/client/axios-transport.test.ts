import { openJsonUpstream, openRawUpstream, openUpstream } from '../../support/upstream.js';
import { fetchRequest, openTransport, unlimited } from '../../support/transports.js';

const noExperiences = '{"experiences":{}}';
const emptyAnswer = { kind: 'answered', status: 200, body: noExperiences };
/** A connection is free again in the turn after its answer. */
const loopTurn = () => new Promise((resolve) => setImmediate(resolve));
const networkError = { kind: 'failed', reason: 'NETWORK_ERROR' };

describe('a call on the wire', () => {
  it('has the path behind the base, the documented headers and the body to the letter', async () => {
    const upstream = await openJsonUpstream(noExperiences);
    await openTransport(upstream.origin).send(fetchRequest, unlimited);
    expect(upstream.requests).toEqual([
      {
        method: 'POST',
        url: '/v1/experiences/fetch',
        headers: {
          host: upstream.origin.slice('http://'.length),
          connection: 'keep-alive',
          accept: 'application/json',
          'accept-encoding': 'identity',
          // WS_DEBUG:personalize:key
          authorization: 'Basic V1NfREVCVUc6cGVyc29uYWxpemU6a2V5',
          'content-length': '32',
          'content-type': 'application/json',
          'moe-appkey': 'WS_DEBUG',
          'user-agent': 'express-moengage-personalize',
        },
        body: '{"experience_key":["home-hero"]}',
      },
    ]);
  });

  it('for metadata is a GET with its query and without a body', async () => {
    const upstream = await openJsonUpstream('{}');
    await openTransport(upstream.origin).send(
      { method: 'GET', path: '/experiences/metadata?status=Active,Paused' },
      unlimited,
    );
    const [seen] = upstream.requests;
    expect([seen?.method, seen?.url, seen?.body]).toEqual(['GET', '/v1/experiences/metadata?status=Active,Paused', '']);
    expect(seen?.headers).not.toHaveProperty('content-length');
    expect(seen?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('is UTF-8, and its length is counted in bytes', async () => {
    const upstream = await openJsonUpstream(noExperiences);
    const body = '{"utm_campaign":"ünï 日本 😀"}';
    await openTransport(upstream.origin).send({ ...fetchRequest, body }, unlimited);
    const [seen] = upstream.requests;
    expect([seen?.body, seen?.headers['content-length']]).toEqual([body, String(Buffer.byteLength(body))]);
  });

  it('has credentials in UTF-8', async () => {
    const upstream = await openJsonUpstream(noExperiences);
    await openTransport(upstream.origin, { workspaceId: 'WS' }).send(fetchRequest, unlimited);
    const sent = String(upstream.requests[0]?.headers.authorization).replace('Basic ', '');
    expect(Buffer.from(sent, 'base64').toString('utf8')).toBe('WS:personalize:key');
  });
});

describe('an answer', () => {
  it.each([200, 201, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503])('of %d is an answer', async (status) => {
    const upstream = await openUpstream((res) => {
      res.writeHead(status, { 'content-type': 'application/json' }).end('{"title":"x"}');
    });
    await expect(openTransport(upstream.origin).send(fetchRequest, unlimited)).resolves.toEqual({
      kind: 'answered',
      status,
      body: '{"title":"x"}',
    });
  });

  it('of 204 has an empty body', async () => {
    const upstream = await openUpstream((res) => {
      res.writeHead(204).end();
    });
    await expect(openTransport(upstream.origin).send(fetchRequest, unlimited)).resolves.toEqual({
      kind: 'answered',
      status: 204,
      body: '',
    });
  });

  it.each(['<html><body>Bad gateway</body></html>', '{"experiences":', 'null', ''])(
    'of %j is handed on as text, for others to read',
    async (body) => {
      const upstream = await openUpstream((res) => {
        res.writeHead(200, { 'content-type': 'text/html' }).end(body);
      });
      await expect(openTransport(upstream.origin).send(fetchRequest, unlimited)).resolves.toEqual({
        kind: 'answered',
        status: 200,
        body,
      });
    },
  );

  it('that tells of early hints first is the one behind them', async () => {
    const upstream = await openUpstream((res) => {
      res.writeEarlyHints({ link: '</a.css>; rel=preload' });
      res.end(noExperiences);
    });
    await expect(openTransport(upstream.origin).send(fetchRequest, unlimited)).resolves.toEqual(emptyAnswer);
  });
});

describe('connections', () => {
  it('are kept alive and used again', async () => {
    const upstream = await openJsonUpstream(noExperiences);
    const transport = openTransport(upstream.origin);
    for (let call = 0; call < 5; call += 1) {
      await transport.send(fetchRequest, unlimited);
      await loopTurn();
    }
    expect([upstream.requests.length, upstream.connections()]).toEqual([5, 1]);
  });

  it('are used again after an error status', async () => {
    const upstream = await openUpstream((res) => {
      res.writeHead(500).end('{}');
    });
    const transport = openTransport(upstream.origin);
    for (let call = 0; call < 3; call += 1) {
      await transport.send(fetchRequest, unlimited);
      await loopTurn();
    }
    expect(upstream.connections()).toBe(1);
  });

  it('are freed by close', async () => {
    const upstream = await openJsonUpstream(noExperiences);
    const transport = openTransport(upstream.origin);
    await transport.send(fetchRequest, unlimited);
    await transport.close();
    await upstream.ended(1);
    expect(upstream.connections()).toBe(1);
  });

  it('that are closed fail further calls, and closing twice is no fault', async () => {
    const upstream = await openJsonUpstream(noExperiences);
    const transport = openTransport(upstream.origin);
    await transport.close();
    await transport.close();
    await expect(transport.send(fetchRequest, unlimited)).resolves.toEqual(networkError);
    expect(upstream.connections()).toBe(0);
  });

  it('that are closed fail the call under way', async () => {
    const upstream = await openRawUpstream(() => undefined);
    const transport = openTransport(upstream.origin);
    const outcome = transport.send(fetchRequest, unlimited);
    while (upstream.connections() === 0) await loopTurn();
    await transport.close();
    await expect(outcome).resolves.toEqual(networkError);
  });

  it('that are refused fail the call', async () => {
    await expect(openTransport('http://127.0.0.1:1').send(fetchRequest, unlimited)).resolves.toEqual({
      ...networkError,
      detail: 'unanswered',
    });
  });

  it('to a host that speaks no TLS fail the call', async () => {
    const upstream = await openRawUpstream((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const transport = openTransport(upstream.origin.replace('http:', 'https:'));
    await expect(transport.send(fetchRequest, unlimited)).resolves.toEqual(networkError);
  });
});

describe('an aborted call', () => {
  it('ends as aborted and frees its connection', async () => {
    const upstream = await openRawUpstream(() => undefined);
    const caller = new AbortController();
    const outcome = openTransport(upstream.origin).send(fetchRequest, { ...unlimited, signal: caller.signal });
    while (upstream.connections() === 0) await loopTurn();
    caller.abort();
    await expect(outcome).resolves.toEqual({ kind: 'failed', reason: 'ABORTED' });
    await upstream.ended(1);
  });

  it('is not sent where the signal has aborted before', async () => {
    const upstream = await openJsonUpstream(noExperiences);
    const signal = AbortSignal.abort();
    await expect(openTransport(upstream.origin).send(fetchRequest, { ...unlimited, signal })).resolves.toEqual({
      kind: 'failed',
      reason: 'ABORTED',
    });
    expect(upstream.connections()).toBe(0);
  });
});
