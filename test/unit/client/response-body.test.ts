import { gzipSync } from 'node:zlib';
import { Pool } from 'undici';
import { readResponseBody, UnreadableBodyError } from '../../../src/client/response-body.js';
import { openUpstream } from '../../support/upstream.js';

const pools: Pool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.destroy()));
});

/** The body of a real answer that consists of these bytes. */
async function bodyOf(bytes: Buffer | string) {
  const upstream = await openUpstream((res) => res.end(bytes));
  const pool = new Pool(upstream.origin);
  pools.push(pool);
  const { body } = await pool.request({ path: '/', method: 'GET' });
  return body;
}

const plain = { contentEncoding: '', contentLength: Infinity };

describe('readResponseBody', () => {
  it.each([
    ['with a known length', { contentEncoding: '', contentLength: 6 }],
    ['with an unknown length', plain],
    ['that is named identity', { contentEncoding: 'identity', contentLength: 6 }],
  ])('reads text %s', async (_, headers) => {
    await expect(readResponseBody(await bodyOf('ünïx'), headers, 6)).resolves.toBe('ünïx');
  });

  it('reads an empty body', async () => {
    await expect(readResponseBody(await bodyOf(''), plain, 6)).resolves.toBe('');
  });

  it('counts bytes and not characters', async () => {
    await expect(readResponseBody(await bodyOf('ünïx'), plain, 5)).rejects.toBeInstanceOf(UnreadableBodyError);
  });

  it('does not read what announces itself as too large', async () => {
    const headers = { contentEncoding: '', contentLength: 7 };
    await expect(readResponseBody(await bodyOf('ünïxx'), headers, 6)).rejects.toBeInstanceOf(UnreadableBodyError);
  });

  it('holds compressed text to the limit as sent and as decoded', async () => {
    const headers = { contentEncoding: 'gzip', contentLength: Infinity };
    const bytes = gzipSync('x'.repeat(1_000));
    await expect(readResponseBody(await bodyOf(bytes), headers, 1_000)).resolves.toBe('x'.repeat(1_000));
    await expect(readResponseBody(await bodyOf(bytes), headers, 999)).rejects.toThrow(
      'broken or too large when decoded',
    );
    await expect(readResponseBody(await bodyOf(bytes), headers, 10)).rejects.toThrow('too large');
  });

  it('refuses an encoding that is merely a property of every object', async () => {
    const headers = { contentEncoding: 'constructor', contentLength: Infinity };
    await expect(readResponseBody(await bodyOf('x'), headers, 10)).rejects.toThrow('unknown encoding');
  });

  it('does not show the body in its errors', async () => {
    const headers = { contentEncoding: 'gzip', contentLength: Infinity };
    await expect(readResponseBody(await bodyOf('canary'), headers, 10)).rejects.toMatchObject({
      name: 'UnreadableBodyError',
      message: 'broken or too large when decoded',
    });
  });
});
