import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';

type ResponseBody = Dispatcher.ResponseData['body'];

/** An answer that is larger than allowed, or encoded in a way that nobody asked for and we do not know. */
export class UnreadableBodyError extends Error {
  override readonly name = 'UnreadableBodyError';
}

/** Decoders by the name in `Content-Encoding`. We ask for none, but a proxy in front may compress all the same. */
const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** Drops a byte order mark, as `body.text()` does too. */
const utf8 = new TextDecoder();

function isKnownEncoding(encoding: string): encoding is keyof typeof decoders {
  return Object.hasOwn(decoders, encoding);
}

async function readBytes(body: ResponseBody, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) throw new UnreadableBodyError('not bytes');
    size += chunk.length;
    // Leaving the loop destroys the stream and with it the socket, so that no more of the body is received.
    if (size > maxBytes) throw new UnreadableBodyError('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function decodeBytes(bytes: Buffer, encoding: string, maxBytes: number): Promise<string> {
  if (!isKnownEncoding(encoding)) throw new UnreadableBodyError('unknown encoding');
  try {
    return utf8.decode(await decoders[encoding](bytes, { maxOutputLength: maxBytes }));
  } catch {
    throw new UnreadableBodyError('broken or too large when decoded');
  }
}

/**
 * The body as text, never more than `maxBytes` of it, neither as sent nor as decoded.
 * @throws UnreadableBodyError, or what the stream fails with.
 */
export async function readResponseBody(
  body: ResponseBody,
  headers: { readonly contentEncoding: string; readonly contentLength: number },
  maxBytes: number,
): Promise<string> {
  const isEncoded = headers.contentEncoding !== '' && headers.contentEncoding !== 'identity';
  // The parser holds the server to its Content-Length, so the quick way needs no count of its own.
  if (!isEncoded && headers.contentLength <= maxBytes) return body.text();
  const bytes = await readBytes(body, maxBytes);
  return isEncoded ? decodeBytes(bytes, headers.contentEncoding, maxBytes) : utf8.decode(bytes);
}
