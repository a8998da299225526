import { Readable, Transform } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fetchRequest, openTransport, unlimited } from '../../support/transports.js';
import { openRawUpstream, openUpstream } from '../../support/upstream.js';
import type { Upstream } from '../../support/upstream.js';

const text = '{"experiences":{"ü":{}}}';
const badResponse = { kind: 'failed', reason: 'BAD_RESPONSE' };
const mebibyte = 1_048_576;

function openEncoded(encoding: string, body: Buffer): Promise<Upstream> {
  return openUpstream((res) => {
    res.writeHead(200, { 'content-encoding': encoding }).end(body);
  });
}

/** One chunk, without an end or a length, so that the answer is chunked. */
function openChunked(...chunks: readonly (string | Buffer)[]): Promise<Upstream> {
  return openUpstream((res) => {
    for (const chunk of chunks) res.write(chunk);
    res.end();
  });
}

const send = (upstream: Upstream) => openTransport(upstream.origin).send(fetchRequest, unlimited);

describe('a body that a proxy has compressed unasked', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('as %s is read', async (encoding, body) => {
    await expect(send(await openEncoded(encoding, body))).resolves.toEqual({
      kind: 'answered',
      status: 200,
      body: text,
    });
  });

  it.each([
    ['zstd', Buffer.from('x')],
    ['gzip, br', gzipSync(brotliCompressSync(text))],
    ['constructor', Buffer.from('x')],
    ['gzip', Buffer.from(text)],
    ['gzip', gzipSync(text).subarray(0, 20)],
    ['br', Buffer.from(text)],
    ['deflate', Buffer.from(text)],
  ])('as %s that can not be read is a bad answer', async (encoding, body) => {
    await expect(send(await openEncoded(encoding, body))).resolves.toEqual(badResponse);
  });
});

describe('a byte order mark', () => {
  const marked = `\ufeff${text}`;

  it.each([
    ['with a length', () => openEncoded('identity', Buffer.from(marked))],
    ['in chunks', () => openChunked(marked)],
    ['compressed', () => openEncoded('gzip', gzipSync(marked))],
  ])('before an answer %s is dropped', async (_, open) => {
    await expect(send(await open())).resolves.toMatchObject({ body: text });
  });
});

describe('an answer in chunks', () => {
  it('is put together, even where a character is cut', async () => {
    const bytes = Buffer.from(text);
    const cut = bytes.indexOf('ü') + 1;
    const upstream = await openChunked(bytes.subarray(0, cut), bytes.subarray(cut));
    await expect(send(upstream)).resolves.toMatchObject({ body: text });
  });
});

describe('an answer as large as is allowed', () => {
  const largest = 'x'.repeat(mebibyte);

  it.each([
    ['with a length', () => openEncoded('identity', Buffer.from(largest))],
    ['in chunks', () => openChunked(largest)],
    ['when decoded', () => openEncoded('gzip', gzipSync(largest))],
  ])('%s is read', async (_, open) => {
    await expect(send(await open())).resolves.toMatchObject({ kind: 'answered', body: largest });
  });
});

describe('an answer a byte larger', () => {
  const tooLarge = 'x'.repeat(mebibyte + 1);

  it.each([
    ['with a length', () => openEncoded('identity', Buffer.from(tooLarge))],
    ['in chunks', () => openChunked(tooLarge)],
    ['when decoded', () => openEncoded('gzip', gzipSync(tooLarge))],
  ])('%s is a bad one', async (_, open) => {
    await expect(send(await open())).resolves.toEqual(badResponse);
  });
});

describe('an answer of 200 MB', () => {
  it.each([
    ['with a length', 'Content-Length: 200000000\r\n\r\n', (chunk: string) => chunk],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n', (chunk: string) => `10000\r\n${chunk}\r\n`],
    ['without either', 'Connection: close\r\n\r\n', (chunk: string) => chunk],
  ])('%s is cut off long before its end', async (_, head, frame) => {
    let pushed = 0;
    const upstream = await openRawUpstream((socket) => {
      const chunk = frame('x'.repeat(65_536));
      const push = (): void => {
        while (!socket.destroyed && socket.write(chunk)) pushed += chunk.length;
      };
      socket.on('drain', push).write(`HTTP/1.1 200 OK\r\n${head}`);
      push();
    });
    await expect(send(upstream)).resolves.toEqual(badResponse);
    await upstream.ended(1);
    expect(pushed).toBeLessThan(20_000_000);
  });

  it('that gzip has made 200 KB of is not inflated', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000), { level: 1, chunkSize: mebibyte });
    const push = jest.spyOn(Readable.prototype, 'push');
    await expect(send(await openEncoded('gzip', bomb))).resolves.toEqual(badResponse);

    // Of all that is pushed here, only what zlib makes goes through a transform.
    const inflated = push.mock.calls.map(([chunk], call) =>
      push.mock.contexts[call] instanceof Transform && Buffer.isBuffer(chunk) ? chunk.length : 0,
    );
    push.mockRestore();
    const sum = inflated.reduce((total, bytes) => total + bytes, 0);
    expect(sum).toBeGreaterThan(mebibyte);
    expect(sum).toBeLessThan(2 * mebibyte);
  });
});
