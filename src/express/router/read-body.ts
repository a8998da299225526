import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../core/clock.js';

/** A body's text, or why there is none. */
export type BodyOutcome =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: 'TOO_LARGE' | 'INCOMPLETE' };

export interface BodyLimits {
  readonly maxBytes: number;
  /** For the whole of it. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Reads the body of a request that nobody has read from, and no further than the limits. Never rejects. */
export function readBody(req: IncomingMessage, { maxBytes, timeoutMs, clock }: BodyLimits): Promise<BodyOutcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;

    const settle = (outcome: BodyOutcome): void => {
      cancelTimer();
      req.off('data', take).off('end', end).off('close', cut);
      req.pause();
      resolve(outcome);
    };
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > maxBytes) settle({ kind: 'refused', reason: 'TOO_LARGE' });
      else chunks.push(chunk);
    };
    const end = (): void => {
      settle({ kind: 'text', text: Buffer.concat(chunks).toString('utf8') });
    };
    const cut = (): void => {
      settle({ kind: 'refused', reason: 'INCOMPLETE' });
    };
    const cancelTimer = clock.after(timeoutMs, cut);
    // Stays, since an error that nobody listens for would end the process; `close` comes after it.
    req.on('error', () => undefined);
    req.on('data', take).once('end', end).once('close', cut);
  });
}
