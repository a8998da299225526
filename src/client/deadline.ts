import type { Clock } from '../core/clock.js';
import type { ApiOutcome, Transport } from './transport.js';

/**
 * Ends every call at its deadline or when its signal aborts, whichever is first. The call underneath is aborted too,
 * so that its socket is freed, but nobody waits for it to obey: a connection into a black hole does not.
 */
export function withDeadline(next: Transport, clock: Clock): Transport {
  return {
    close: () => next.close(),
    send(request, { deadline, signal }) {
      if (signal?.aborted === true) return Promise.resolve({ kind: 'failed', reason: 'ABORTED' });
      const remainingMs = deadline - clock.monotonic();
      if (remainingMs <= 0) return Promise.resolve({ kind: 'failed', reason: 'TIMEOUT' });

      return new Promise<ApiOutcome>((resolve) => {
        const call = new AbortController();
        const settle = (outcome: ApiOutcome): void => {
          cancelTimer();
          signal?.removeEventListener('abort', abandon);
          resolve(outcome);
        };
        const endAs = (reason: 'TIMEOUT' | 'ABORTED'): void => {
          settle({ kind: 'failed', reason });
          call.abort();
        };
        const abandon = (): void => {
          endAs('ABORTED');
        };
        const cancelTimer = clock.after(remainingMs, () => {
          endAs('TIMEOUT');
        });
        signal?.addEventListener('abort', abandon, { once: true });
        void next.send(request, { deadline, signal: call.signal }).then(settle);
      });
    },
  };
}
