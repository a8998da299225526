import type { Clock } from '../../core/clock.js';
import type { Warnings } from '../../core/warnings.js';

/** Longer than this no host is asked to wait; what is left goes out with the next events. */
const mostMs = 10_000;

export interface ServerlessPorts {
  /** Takes a promise that it should let the process live for. */
  readonly waitUntil: (delivered: Promise<void>) => unknown;
  readonly flush: (limits: { readonly timeoutMs: number }) => Promise<unknown>;
  readonly clock: Clock;
  readonly warnings: Warnings;
}

/**
 * For hosts that stop the process between requests. The returned function is called for each event: as long as there are
 * new ones they are flushed without delay, on the promise that the host was given.
 */
export function flushWhileAwake({ waitUntil, flush, clock, warnings }: ServerlessPorts): () => void {
  let isFlushing = false;
  let hasMore = false;

  const warn = (): void => {
    warnings.repeated(
      'MOE_WARN_EVENTS_FAILED',
      'waitUntil',
      'The events.waitUntil option failed: events may be lost when the host stops the process',
    );
  };

  const flushAll = async (): Promise<void> => {
    const deadline = clock.monotonic() + mostMs;
    // What else this turn of the loop tracks goes with it.
    await new Promise<void>((resolve) => {
      clock.nextTurn(resolve);
    });
    while (hasMore && clock.monotonic() < deadline) {
      hasMore = false;
      await flush({ timeoutMs: deadline - clock.monotonic() });
    }
    isFlushing = false;
  };

  return () => {
    hasMore = true;
    if (isFlushing) return;
    isFlushing = true;
    const flushed = flushAll();
    try {
      const said = waitUntil(flushed);
      if (said instanceof Promise) said.catch(warn);
    } catch {
      warn();
    }
  };
}
