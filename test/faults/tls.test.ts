import { once } from 'node:events';
import { Agent, createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { createNaiveFetch } from '../naive.js';
import { openRawUpstream } from '../support/upstream.js';
import { createCertificateFolder, createSelfSigned, hasOpenssl } from './certificates.js';
import type { Certificate } from './certificates.js';
import { runChild } from './child.js';
import type { Visited } from './children/programs.js';
import { deadlineMs } from './shop.js';
import { defaultPage, heroAnswer, livePage } from './hero.js';
import { tally } from './visits.js';

interface Api {
  readonly baseUrl: string;
  /** Requests that came through TLS, and the bytes of their bodies. */
  heard(): { readonly requests: number; readonly bodyBytes: number };
  close(): Promise<unknown>;
}

async function openApi(certificate: Certificate): Promise<Api> {
  let requests = 0;
  let bodyBytes = 0;
  const server = createServer(certificate, (req, res) => {
    requests += 1;
    void text(req).then((body) => {
      bodyBytes += body.length;
      res.end(heroAnswer);
    });
  });
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    baseUrl: `https://127.0.0.1:${port ?? 0}/v1`,
    heard: () => ({ requests, bodyBytes }),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const toHttps = (origin: string): string => `${origin.replace('http:', 'https:')}/v1`;

/** The first bytes of a server's part of a handshake, which say that there is more to come. */
const halfServerHello = Buffer.from('160303007a0200007603', 'hex');

const pagesEach = 20;
const halfADayMs = 43_200_000;
const certificateFaults = ['expired', 'not yet valid', 'for another host', 'self-signed', 'of an unknown authority'];

const describeWithOpenssl = hasOpenssl() ? describe : describe.skip;

// One process visits them all: which authorities Node trusts is settled when it starts.
describeWithOpenssl('TLS (with the openssl command to make certificates)', () => {
  let apis: readonly Api[] = [];
  let seen: readonly Visited[] = [];

  beforeAll(async () => {
    const folder = createCertificateFolder();
    const known = folder.createAuthority('known');
    const certificates = [
      known.issue(),
      known.issue({ until: new Date(Date.now() - halfADayMs) }),
      known.issue({ from: new Date(Date.now() + halfADayMs) }),
      known.issue({ host: 'DNS:elsewhere.example' }),
      createSelfSigned(),
      folder.createAuthority('unknown').issue(),
    ];
    apis = await Promise.all(certificates.map(openApi));
    const hang = await openRawUpstream(() => undefined);
    const plain = await openRawUpstream((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'));
    const cut = await openRawUpstream((socket) => socket.end(halfServerHello));
    const [goodApi, ...badApis] = apis.map(({ baseUrl }) => ({ baseUrl, path: '/' }));
    const raw = [hang, plain, cut].map(({ origin }) => ({ baseUrl: toHttps(origin), path: '/' }));
    // What is to be live has all the time that twenty handshakes of a process just started may take.
    const errands = [...(goodApi ? [{ ...goodApi, timeoutMs: 10_000 }] : []), ...badApis, ...raw];
    seen = await runChild('visits-of-shops', errands, { NODE_EXTRA_CA_CERTS: known.file });
    folder.remove();
  }, 30_000);

  afterAll(async () => {
    await Promise.all(apis.map((api) => api.close()));
  });

  const expectPages = (visited: Visited | undefined, page: unknown): void => {
    const pages = visited?.pages.map(({ status, body }) => [status, body]) ?? [];
    expect(tally(pages)).toEqual({ [JSON.stringify([200, page])]: pagesEach });
  };

  it('in order gives live pages', () => {
    expectPages(seen[0], livePage);
    expect(apis[0]?.heard()).toEqual({ requests: pagesEach, bodyBytes: expect.any(Number) });
  });

  it.each(certificateFaults.map((fault, index) => [fault, index + 1] as const))(
    'with a certificate %s gives default pages, and the API not one byte of a request',
    (_fault, index) => {
      expectPages(seen[index], defaultPage('NETWORK_ERROR'));
      expect(apis[index]?.heard()).toEqual({ requests: 0, bodyBytes: 0 });
    },
  );

  it.each([
    ['a handshake that hangs', 6, 'TIMEOUT'],
    ['plain text', 7, 'NETWORK_ERROR'],
    ['a handshake that is cut', 8, 'NETWORK_ERROR'],
  ] as const)('with %s gives default pages', (_fault, index, reason) => {
    expectPages(seen[index], defaultPage(reason));
  });

  it('keeps no page longer than its deadline', () => {
    const [controlMs = NaN, ...othersMs] = seen.map(({ timesMs }) => Math.max(...timesMs));
    expect(Math.max(...othersMs)).toBeLessThanOrEqual(deadlineMs + 50 + controlMs);
  });

  it('without verification, as is often advised, lets the naive client talk to anybody', async () => {
    const stranger = apis[4];
    const config = { httpsAgent: new Agent({ rejectUnauthorized: false }) };

    await createNaiveFetch({ baseUrl: stranger?.baseUrl ?? '', timeoutMs: deadlineMs, config })('home-hero');

    expect(stranger?.heard().bodyBytes).toBeGreaterThan(0);
  });
});
