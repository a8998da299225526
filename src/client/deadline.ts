import type { Clock } from '../core/clock.js';
import { Cancellation } from './call-signal.js';
import { deadlinePassed, outcomeOfAbort, processStalled, wrapTransport } from './transport.js';
import type { ApiOutcome, CallLimits, Transport } from './transport.js';

/** A timer that comes later than this was held up by this process, and the answer may be waiting right behind it. */
const punctualMs = 20;

/**
 * Calls back once, at the deadline or when the signal aborts, with the reason that an `AbortSignal` would have. After a
 * stall of the event loop it first lets the loop turn once, so that an answer that came in time is read and not thrown
 * away. The returned function frees timer and listener.
 */
export function watchDeadline(
  { deadline, signal }: CallLimits,
  clock: Clock,
  end: (reason: unknown) => void,
): () => void {
  let ended = false;
  const endOnce = (reason: unknown): void => {
    if (ended) return;
    stop();
    end(reason);
  };
  const cancelTimer = clock.after(deadline - clock.monotonic(), () => {
    if (clock.monotonic() - deadline <= punctualMs) endOnce(deadlinePassed);
    else
      clock.nextTurn(() => {
        endOnce(processStalled);
      });
  });
  const follow = (): void => {
    endOnce(signal?.reason);
  };
  const stop = (): void => {
    ended = true;
    cancelTimer();
    signal?.removeEventListener('abort', follow);
  };
  signal?.addEventListener('abort', follow);
  return stop;
}

/** What the promise comes to, or `undefined` once the deadline has passed. The promise must not reject. */
export function settledBy<Value>(promise: Promise<Value>, deadline: number, clock: Clock): Promise<Value | undefined> {
  return new Promise((resolve) => {
    const stop = watchDeadline({ deadline }, clock, () => {
      resolve(undefined);
    });
    void promise.then((value) => {
      stop();
      resolve(value);
    });
  });
}

/**
 * Ends every call at its deadline or when its signal aborts, whichever is first. The call underneath is aborted too,
 * so that its socket is freed, but nobody waits for it to obey: a connection into a black hole does not.
 */
export function withDeadline(next: Transport, clock: Clock): Transport {
  return wrapTransport(next, (request, limits) => {
    if (limits.signal?.aborted === true) return Promise.resolve(outcomeOfAbort(limits.signal.reason));
    if (limits.deadline <= clock.monotonic()) {
      // Nothing was sent, so that this says nothing of the API.
      return Promise.resolve({ kind: 'failed', reason: 'TIMEOUT', detail: 'stalled' });
    }
    const call = new Cancellation();
    return new Promise<ApiOutcome>((resolve) => {
      const stop = watchDeadline(limits, clock, (reason) => {
        call.abort(reason);
        resolve(outcomeOfAbort(reason));
      });
      void next.send(request, { deadline: limits.deadline, signal: call }).then((outcome) => {
        stop();
        resolve(outcome);
      });
    });
  });
}
