import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../core/clock.js';
import type { BodyOutcome } from './read-body.js';

export interface PeekLimits {
  /** As the request says: what it has less is waited for, and there can't be more. */
  readonly length: number;
  /** For the whole of it. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Whether whoever is next is to find it as if nobody had read it. Must not throw. */
  readonly isForNext: (text: string) => boolean;
}

/** Requests whose bodies were looked at: that something was read of them does not mean that anybody has it. */
const peeked = new WeakSet<IncomingMessage>();

export function wasPeeked(req: IncomingMessage): boolean {
  return peeked.has(req);
}

/**
 * Reads the body of a request that nobody has read from, and may put it back for whoever reads it next: not by `data`, after
 * which a stream waits to be resumed, and before its end is told, after which nothing can be put back. Never rejects.
 */
export function peekBody(
  req: IncomingMessage,
  { length, timeoutMs, clock, isForNext }: PeekLimits,
): Promise<BodyOutcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;

    const settle = (outcome: BodyOutcome): void => {
      cancelTimer();
      req.off('readable', take).off('close', cut);
      resolve(outcome);
    };
    const take = (): void => {
      const chunk: unknown = req.read();
      if (!(chunk instanceof Buffer)) return;
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes < length) return;
      const body = Buffer.concat(chunks);
      const text = body.toString('utf8');
      if (!isForNext(text)) {
        settle({ kind: 'text', text });
        return;
      }
      peeked.add(req);
      req.unshift(body);
      // Only in its next tick the stream forgets that somebody wanted to be told.
      clock.nextTurn(() => {
        settle({ kind: 'text', text });
      });
      req.off('readable', take);
    };
    const cut = (): void => {
      settle({ kind: 'refused', reason: 'INCOMPLETE' });
    };
    const cancelTimer = clock.after(timeoutMs, cut);
    // Stays, since an error that nobody listens for would end the process; `close` comes after it.
    req.on('error', () => undefined);
    req.on('readable', take).once('close', cut);
  });
}
