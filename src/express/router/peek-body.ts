import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../core/clock.js';
import type { RefusalReason } from './report-counts.js';

/** Why nothing of a request is to be counted, of each event where it has any; `undefined`: the application is to see to it. */
export type Refusals = readonly RefusalReason[] | undefined;

export interface PeekTerms {
  /** Of the body, as the request says: there can't be more, and less is waited for. */
  readonly length: number;
  /** For the whole of it. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Must not throw. */
  readonly judge: (text: string) => Refusals;
}

/** What was read of requests and put back. */
const peeked = new WeakMap<IncomingMessage, string>();

/** The body of a request that somebody looked into before; it may be there to be read all the same. */
export function peekedText(req: IncomingMessage): string | undefined {
  return peeked.get(req);
}

/**
 * Reads the body of a request that nobody has read from, and puts it back for the application where that is to see to it:
 * not by `data`, after which a stream waits to be resumed, and before its end is told, after which nothing can be put back.
 * Never rejects.
 */
export function peekBody(req: IncomingMessage, { length, timeoutMs, clock, judge }: PeekTerms): Promise<Refusals> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;

    const stop = (): void => {
      cancelTimer();
      req.off('readable', take).off('close', cut);
    };
    const take = (): void => {
      const chunk: unknown = req.read();
      if (!(chunk instanceof Buffer)) return;
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes < length) return;
      stop();
      const body = Buffer.concat(chunks);
      const text = body.toString('utf8');
      const refusals = judge(text);
      if (refusals !== undefined) {
        resolve(refusals);
        return;
      }
      peeked.set(req, text);
      req.unshift(body);
      // Only in its next tick the stream forgets that somebody wanted to be told.
      clock.nextTurn(() => {
        resolve(undefined);
      });
    };
    const cut = (): void => {
      stop();
      resolve(['INCOMPLETE']);
    };
    const cancelTimer = clock.after(timeoutMs, cut);
    // Stays, since an error that nobody listens for would end the process; `close` comes after it.
    req.on('error', () => undefined);
    req.on('readable', take).once('close', cut);
  });
}
