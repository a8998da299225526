import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

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

const byteOrderMark = 0xfeff;

function isKnownEncoding(encoding: string): encoding is keyof typeof decoders {
  return Object.hasOwn(decoders, encoding);
}

function toText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
}

async function decode(bytes: Buffer, encoding: string, maxBytes: number): Promise<string> {
  if (!isKnownEncoding(encoding)) throw new UnreadableBodyError('unknown encoding');
  try {
    return toText(await decoders[encoding](bytes, { maxOutputLength: maxBytes }));
  } catch {
    throw new UnreadableBodyError('broken or too large when decoded');
  }
}

/** A body as it comes in, never more than `maxBytes` of it, neither as sent nor as decoded. */
export class ResponseBody {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @throws UnreadableBodyError where that is too much. */
  add(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#maxBytes) throw new UnreadableBodyError('too large');
    this.#chunks.push(chunk);
  }

  /**
   * All of it as text; at once where it is not encoded, as it mostly is not.
   * @throws UnreadableBodyError, as a rejection.
   */
  text(contentEncoding: string): string | Promise<string> {
    const [first] = this.#chunks;
    const bytes = first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#size);
    const encoding = contentEncoding.trim().toLowerCase();
    return encoding === '' || encoding === 'identity' ? toText(bytes) : decode(bytes, encoding, this.#maxBytes);
  }
}
