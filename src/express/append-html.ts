import type { Response } from 'express';
import { beforeHeaders } from './before-headers.js';
import { isMethod } from './method.js';
import type { Method } from './method.js';

export interface HtmlTail {
  /** HTML in ASCII, made when the page ends: it means the same in any charset that contains ASCII. */
  readonly markup: () => string;
  /** Hears of what should never have been thrown. The page then goes out as it is. */
  readonly report: (thrown: unknown) => void;
}

/** Bodies that browsers show nothing of, or only a part. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 206, 304]);

/** They describe the bytes that the application meant to send. */
const digests = ['ETag', 'Content-MD5', 'Content-Digest', 'Digest'] as const;

const textOf = (value: ReturnType<Response['getHeader']>): string => [value ?? ''].flat().join(', ');

/** Whether a browser is going to read the body as a page. */
function isPage(res: Response): boolean {
  const { statusCode, req } = res;
  if (req.method === 'HEAD' || statusCode < 200 || bodiless.has(statusCode)) return false;
  // What stands in a redirect nobody gets to see.
  if (statusCode >= 300 && statusCode < 400) return false;
  const type = textOf(res.getHeader('content-type'));
  if (!/^text\/html\b/i.test(type) || /utf-?(?:16|32)/i.test(type)) return false;
  if (/^\s*attachment/i.test(textOf(res.getHeader('content-disposition')))) return false;
  return /^(?:identity)?$/i.test(textOf(res.getHeader('content-encoding')));
}

function isEncoding(value: unknown): value is BufferEncoding {
  return typeof value === 'string' && Buffer.isEncoding(value);
}

/** What `end` was given to send. */
function bytesOf(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk, isEncoding(encoding) ? encoding : 'utf8');
  return chunk instanceof Uint8Array ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.alloc(0);
}

/** Puts something behind one page, however it is sent. */
class Appender {
  readonly #res: Response;
  readonly #tail: HtmlTail;
  /** Whether the body is a page, which the headers tell when they go out. */
  #isPage: boolean | undefined;

  constructor(res: Response, tail: HtmlTail) {
    this.#res = res;
    this.#tail = tail;
  }

  install(end: Method): void {
    const res = this.#res;
    beforeHeaders(res, () => {
      this.#safely(() => {
        this.#openLength();
      });
    });
    Reflect.set(res, 'end', (...args: readonly unknown[]) => {
      const isOver = res.writableEnded;
      return Reflect.apply(end, res, (isOver ? undefined : this.#safely(() => this.#grow(args))) ?? args);
    });
  }

  /** The headers go out before the end is known: they can't say how long the body is. */
  #openLength(): void {
    if (this.#isPage !== undefined) return;
    this.#isPage = isPage(this.#res);
    if (!this.#isPage) return;
    this.#removeDigests();
    this.#res.removeHeader('Content-Length');
  }

  /** The arguments of `end` with more to send; `undefined` where it is no page. */
  #grow(args: readonly unknown[]): readonly unknown[] | undefined {
    const res = this.#res;
    const isWhole = !res.headersSent && this.#isPage === undefined;
    if (!(this.#isPage ?? (isWhole && isPage(res)))) return undefined;
    const [chunk, encoding] = args;
    const body = Buffer.concat([bytesOf(chunk, encoding), Buffer.from(this.#tail.markup(), 'latin1')]);
    if (isWhole) {
      this.#isPage = true;
      this.#removeDigests();
      if (res.hasHeader('content-length')) res.setHeader('Content-Length', body.length);
    }
    return [body, ...args.filter((arg) => typeof arg === 'function')];
  }

  #removeDigests(): void {
    for (const name of digests) this.#res.removeHeader(name);
  }

  #safely<Value>(work: () => Value): Value | undefined {
    try {
      return work();
    } catch (thrown) {
      this.#tail.report(thrown);
      return undefined;
    }
  }
}

/**
 * Puts HTML behind what this response sends, where that is a page: sent whole or in pieces, rendered, piped, or an error's.
 * Where it is none, is compressed, or anything fails, the response goes out as it is. Never throws.
 */
export function appendHtml(res: Response, tail: HtmlTail): void {
  const end: unknown = Reflect.get(res, 'end');
  if (!res.headersSent && isMethod(end)) new Appender(res, tail).install(end);
}
