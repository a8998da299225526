import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createCertificateFolder, createSelfSigned, hasOpenssl } from '../../faults/certificates.js';
import type { Certificate } from '../../faults/certificates.js';
import { openRawUpstream } from '../../support/upstream.js';
import { environment, linesOf, visitDoctor } from './support.js';

const root = join(__dirname, '../../..');
const servers: Server[] = [];
let requests = 0;

const metadata = JSON.stringify({ metadata: { count: 0, experiences: [] } });

/** An API behind TLS; gives its base URL. */
async function openApi(certificate: Certificate): Promise<string> {
  const server = createServer(certificate, (req, res) => {
    requests += 1;
    res.end(req.method === 'GET' ? metadata : '{"experiences":{}}');
  });
  server.on('tlsClientError', () => undefined);
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `https://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/v1`;
}

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const dayMs = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * dayMs);

/** The command in a process whose Node knows this authority; the lines of its `tls` check, for each API. */
async function visitWith(authority: string, baseUrls: readonly string[]): Promise<readonly string[]> {
  const flags = ['--bundle', '--platform=node', '--format=cjs', '--packages=external'];
  const entry = join(__dirname, 'own-process.ts');
  const script = execFileSync(join(root, 'node_modules/.bin/esbuild'), [entry, ...flags], { encoding: 'utf8' });
  const runs = baseUrls.map((baseUrl) => ['doctor', '--base-url', baseUrl]);
  const running = promisify(execFile)(process.execPath, ['--input-type=commonjs', '-'], {
    cwd: root,
    env: { ...environment, NODE_EXTRA_CA_CERTS: authority, RUNS: JSON.stringify(runs) },
  });
  running.child.stdin?.end(script);
  const { stdout } = await running;
  return (JSON.parse(stdout) as readonly string[]).map((output) => linesOf(output, 'tls'));
}

const describeWithOpenssl = hasOpenssl() ? describe : describe.skip;

describeWithOpenssl('TLS (with the openssl command to make certificates)', () => {
  it('is well with a certificate for long, and told with any other', async () => {
    const folder = createCertificateFolder();
    const known = folder.createAuthority('known');
    const certificates = [
      known.issue({ until: inDays(60) }),
      known.issue({ until: inDays(13) }),
      known.issue({ until: inDays(-0.5) }),
      known.issue({ from: inDays(0.5) }),
      known.issue({ host: 'DNS:elsewhere.example' }),
      folder.createAuthority('unknown').issue(),
    ];

    const lines = await visitWith(known.file, await Promise.all(certificates.map(openApi)));
    folder.remove();

    expect(lines.map((line) => line.replace(/ in \d+ ms/, ''))).toEqual([
      '✓ TLSv1.3, the certificate is good for 59 days',
      '! TLSv1.3, the certificate is good for 12 days → see to it that it is renewed, and that this machine has the right time',
      '✗ the certificate is not good (CERT_HAS_EXPIRED), so that nothing is sent → it has to be renewed; or the clock of this machine is ahead',
      '✗ the certificate is not good (CERT_NOT_YET_VALID), so that nothing is sent → it is for later; or the clock of this machine is behind',
      '✗ the certificate is not good (ERR_TLS_CERT_ALTNAME_INVALID), so that nothing is sent → it is for another host: check the base URL, or what stands before it',
      expect.stringMatching(/^✗ the certificate is not good \(UNABLE_TO_\w+\).* NODE_EXTRA_CA_CERTS$/),
    ]);
  }, 30_000);

  it('with a certificate that vouches for itself is trouble, and gets no request', async () => {
    const baseUrl = await openApi(createSelfSigned());
    requests = 0;

    const visit = await visitDoctor(['--base-url', baseUrl]);

    expect(visit.line('tls')).toMatch(/^✗ the certificate is not good \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    expect(visit.line('credentials')).toBe('– needs tls to be well');
    expect([requests, visit.exitCode]).toEqual([0, 1]);
  });
});

describe('instead of TLS', () => {
  const halfServerHello = Buffer.from('160303007a0200007603', 'hex');
  const toHttps = (origin: string): string => `${origin.replace('http:', 'https:')}/v1`;

  it.each([
    ['plain text', 'HTTP/1.1 200 OK\r\n\r\n', /\((?:EPROTO|ERR_SSL_\w+) after/],
    ['a handshake that is cut', halfServerHello, /\(ECONNRESET after/],
  ])('%s is trouble', async (_what, bytes, code) => {
    const upstream = await openRawUpstream((socket) => socket.end(bytes));

    const visit = await visitDoctor(['--base-url', toHttps(upstream.origin)]);

    expect(visit.line('tls')).toMatch(/^✗ no connection to 127\.0\.0\.1:\d+ /);
    expect(visit.line('tls')).toMatch(code);
    expect(visit.exitCode).toBe(1);
  });

  it('a silence is given up when time is up', async () => {
    const upstream = await openRawUpstream(() => undefined);

    const visit = await visitDoctor(['--base-url', toHttps(upstream.origin), '--timeout', '100']);

    expect(visit.line('tls')).toMatch(/\(TIMEOUT after \d+ ms\) → nothing comes back/);
    await upstream.ended(1);
  });
});
