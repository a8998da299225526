import type { Clock } from '../core/clock.js';

/** A window is counted in so many parts. */
const partsOfWindow = 60;

/** One more than a window has, since the oldest is only partly past. */
const partsKept = partsOfWindow + 1;

/** Calls of the last while, wherever it begins. */
export interface CallWindow {
  add(calls: number): void;
  /** Never too few: a call counts for one part of the window longer. */
  readonly count: number;
}

/** `windowMs`: a minute, in sixty seconds. */
export function createCallWindow(windowMs: number, clock: Clock): CallWindow {
  const partMs = windowMs / partsOfWindow;
  const parts = new Array<number>(partsKept).fill(0);
  let newest = Math.floor(clock.monotonic() / partMs);
  let count = 0;

  const forgetOld = (): void => {
    const now = Math.floor(clock.monotonic() / partMs);
    for (let index = Math.max(newest + 1, now - partsKept + 1); index <= now; index += 1) {
      const slot = index % partsKept;
      count -= parts[slot] ?? 0;
      parts[slot] = 0;
    }
    newest = now;
  };

  return {
    add(calls) {
      forgetOld();
      const slot = newest % partsKept;
      parts[slot] = (parts[slot] ?? 0) + calls;
      count += calls;
    },
    get count() {
      forgetOld();
      return count;
    },
  };
}
