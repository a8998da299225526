import { gzipSync } from 'node:zlib';
import { openRawUpstream, openUpstream } from '../support/upstream.js';
import type { Upstream } from '../support/upstream.js';
import { runChild } from './child.js';
import type { Burden } from './children/programs.js';
import { answerWhole } from './hero.js';

const mebibyte = 2 ** 20;
const bigBytes = 200_000_000;

/** Pushes so many bytes as fast as they are taken. */
function openFlood(): Promise<Upstream> {
  const chunk = 'x'.repeat(65_536);
  return openRawUpstream((socket) => {
    socket.removeAllListeners('drain');
    const push = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on('drain', push).write(`HTTP/1.1 200 OK\r\nContent-Length: ${bigBytes}\r\n\r\n`);
    push();
  });
}

function openBody(body: Buffer | string, headers: Readonly<Record<string, string>> = {}): Promise<Upstream> {
  return openUpstream((res) => {
    res.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
  });
}

/** So many blanks, of which gzip makes a thousandth. */
const openBomb = (bytes: number): Promise<Upstream> =>
  openBody(gzipSync(Buffer.alloc(bytes, ' '), { chunkSize: mebibyte }), { 'content-encoding': 'gzip' });

const nested = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
const deep = `{"experiences":{"home-hero":{"payload":{"Title":${nested}}}}}`;

const keys = Array.from({ length: 40_000 }, (_, index) => `"key-${index}":"x"`).join();
const wide = `{"experiences":{"home-hero":{"payload":{${keys}}}}}`;

async function weigh(path: string, ...apis: readonly Upstream[]): Promise<readonly Burden[]> {
  const ordinary = await openUpstream(answerWhole);
  const errands = apis.map(({ origin }) => ({ baseUrl: `${origin}/v1`, path }));
  return runChild('burden-of-answers', { ordinary: `${ordinary.origin}/v1`, errands });
}

describe('an answer', () => {
  let burdens: readonly Burden[] = [];

  beforeAll(async () => {
    const apis = [openFlood(), openBomb(100_000_000), openBody(deep), openBody(wide)];
    burdens = await weigh('/', ...(await Promise.all(apis)));
  }, 30_000);

  it.each([
    ['of 200 MB', 0, 'BAD_RESPONSE'],
    ['that gzip has made a thousandth of', 1, 'BAD_RESPONSE'],
    ['400,000 levels deep', 2, 'BAD_RESPONSE'],
    ['of 40,000 variables', 3, 'BAD_RESPONSE'],
  ] as const)(
    '%s gives a default page, for little memory and without keeping others waiting',
    (_name, index, reason) => {
      const { body, rssBytes = NaN, blockedMs = NaN, controlMs = NaN } = burdens[index] ?? {};

      expect(body).toEqual([{}, 'default', reason]);
      expect(rssBytes).toBeLessThanOrEqual(32 * mebibyte);
      expect(blockedMs).toBeLessThanOrEqual(50 + controlMs);
    },
  );
});

describe('the naive client', () => {
  it('unpacks whatever it is sent', async () => {
    const [burden] = await weigh('/naive', await openBomb(50_000_000));

    expect(burden?.rssBytes).toBeGreaterThan(32 * mebibyte);
  }, 30_000);
});
