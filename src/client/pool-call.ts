import { errors } from 'undici';
import type { Dispatcher } from 'undici';
import type { CallSignal } from './call-signal.js';
import { ResponseBody } from './response-body.js';

/** The connection broke, or was never made, before an answer had begun: asking once more makes sense. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
}

/** Refused, or reset as a server does to a kept connection that it had given up. A close without a word is the same. */
const unansweredCodes: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

function isUnanswered(error: Error): boolean {
  return error instanceof errors.SocketError || ('code' in error && unansweredCodes.has(error.code));
}

const leastFinalStatus = 200;

/** By name in lower case. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface PoolAnswer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** The body as text. */
  readonly data: string;
}

export interface PoolRequest {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface PoolCallLimits {
  /** Of the answer, as sent and as decoded. */
  readonly maxBytes: number;
  readonly signal?: CallSignal | undefined;
}

/** Hears of one call from undici. Its own request() makes a stream of each answer, which costs more than the answer does. */
class PoolCall implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: PoolAnswer | Promise<PoolAnswer>) => void;
  readonly #reject: (error: Error) => void;
  readonly #body: ResponseBody;
  readonly #signal: CallSignal | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: ResponseHeaders = {};

  constructor(
    { maxBytes, signal }: PoolCallLimits,
    resolve: (answer: PoolAnswer | Promise<PoolAnswer>) => void,
    reject: (error: Error) => void,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#body = new ResponseBody(maxBytes);
    this.#signal = signal;
    signal?.addEventListener('abort', this.#abort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It may have been given up while it waited for its connection.
    if (this.#signal?.aborted === true) this.#abort();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    // An informational answer is none.
    if (status < leastFinalStatus) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    try {
      this.#body.add(chunk);
    } catch (error) {
      // Frees the socket, so that no more of the body is received.
      controller.abort(error instanceof Error ? error : new errors.RequestAbortedError());
    }
  }

  onResponseEnd(): void {
    this.#unlisten();
    const encoding = this.#headers['content-encoding'];
    const text = this.#body.text(typeof encoding === 'string' ? encoding : '');
    this.#resolve(typeof text === 'string' ? this.#answer(text) : text.then((decoded) => this.#answer(decoded)));
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#unlisten();
    const hasBegun = this.#status !== 0;
    this.#reject(!hasBegun && isUnanswered(error) ? new UnansweredError('no answer') : error);
  }

  #answer(data: string): PoolAnswer {
    return { status: this.#status, headers: this.#headers, data };
  }

  /** Nobody waits for a connection that is still being made: what comes of it later is ended as soon as it begins. */
  readonly #abort = (): void => {
    const error = new errors.RequestAbortedError();
    if (this.#controller) this.#controller.abort(error);
    this.#reject(error);
  };

  #unlisten(): void {
    this.#signal?.removeEventListener('abort', this.#abort);
  }
}

/**
 * One request over the pool. Answers of every status resolve; no redirect is followed.
 * @throws UnansweredError, UnreadableBodyError, or what undici fails with, as a rejection.
 */
export function callPool(pool: Dispatcher, request: PoolRequest, limits: PoolCallLimits): Promise<PoolAnswer> {
  const { path, method, headers, body } = request;
  return new Promise((resolve, reject) => {
    if (limits.signal?.aborted === true) {
      reject(new errors.RequestAbortedError());
      return;
    }
    pool.dispatch({ path, method, headers, body }, new PoolCall(limits, resolve, reject));
  });
}
