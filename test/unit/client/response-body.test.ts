import { gzipSync } from 'node:zlib';
import { ResponseBody, UnreadableBodyError } from '../../../src/client/response-body.js';

function read(bytes: readonly (Buffer | string)[], maxBytes: number, encoding = ''): string | Promise<string> {
  const body = new ResponseBody(maxBytes);
  for (const chunk of bytes) body.add(Buffer.from(chunk));
  return body.text(encoding);
}

describe('ResponseBody', () => {
  it.each(['', 'identity', ' Identity '])('is text at once where its encoding is %j', (encoding) => {
    expect(read(['ünïx'], 6, encoding)).toBe('ünïx');
  });

  it('puts together a character that came in two chunks', () => {
    const bytes = Buffer.from('ü');
    expect(read([bytes.subarray(0, 1), bytes.subarray(1)], 2)).toBe('ü');
  });

  it('may be empty', () => {
    expect(read([], 6)).toBe('');
  });

  it('drops a byte order mark', () => {
    expect(read(['\uFEFF{}'], 6)).toBe('{}');
  });

  it('counts bytes and not characters, over all chunks', () => {
    const body = new ResponseBody(5);
    body.add(Buffer.from('ünï'));
    expect(() => {
      body.add(Buffer.from('x'));
    }).toThrow(UnreadableBodyError);
  });

  it('holds compressed text to the limit as sent and as decoded', async () => {
    const bytes = gzipSync('x'.repeat(1_000));
    await expect(read([bytes], 1_000, 'gzip')).resolves.toBe('x'.repeat(1_000));
    await expect(read([bytes], 999, 'gzip')).rejects.toThrow('broken or too large when decoded');
    expect(() => read([bytes], 10, 'gzip')).toThrow('too large');
  });

  it('refuses an encoding that is merely a property of every object', async () => {
    await expect(read(['x'], 10, 'constructor')).rejects.toThrow('unknown encoding');
  });

  it('does not show the body in its errors', async () => {
    await expect(read(['canary'], 10, 'gzip')).rejects.toMatchObject({
      name: 'UnreadableBodyError',
      message: 'broken or too large when decoded',
    });
  });
});
