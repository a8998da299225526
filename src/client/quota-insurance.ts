import type { Clock } from '../core/clock.js';
import type { CallWindow } from './call-window.js';

/** What a process had from the common count when that went away. */
export interface LastGrants {
  /** Calls that the count surely has as granted to this process. */
  readonly made: number;
  /** Calls that it was granted and has not made. */
  readonly atHand: number;
}

export interface InsuranceTerms {
  /** Of all processes together, within the window. */
  readonly limit: number;
  readonly windowMs: number;
  /** How many processes there are, or may be, as far as is known. */
  readonly processes: number;
  /** `undefined`: the common count has never been there. */
  readonly last: LastGrants | undefined;
}

/** What a process may do by itself while the common count is away. */
export interface QuotaInsurance {
  /** Calls left to it. */
  readonly left: number;
  /** One of them was made. */
  note(): void;
}

/** For so long it may be that only this process does not reach the count, and the others do. A count is no shorter an infant. */
export const doubtMs = 2_000;

/**
 * At first a process has what was at hand. In the first window after the count went away it goes on as before: what it may
 * do is what it had been granted, so that all together stay below the limit, however uneven they are. In the second one those
 * above their fair share come down to it, and only then those below go up, when no window has anything in it from before.
 */
export function createInsurance(terms: InsuranceTerms, made: CallWindow, clock: Clock): QuotaInsurance {
  const { limit, windowMs, processes, last } = terms;
  const share = Math.floor(limit / processes);
  const begunAt = clock.monotonic();
  let noted = 0;

  const leftOf = ({ made: before, atHand }: LastGrants): number => {
    const goneMs = clock.monotonic() - begunAt;
    const granted = before + atHand;
    if (goneMs < doubtMs) return Math.min(granted - made.count, atHand - noted);
    if (goneMs < windowMs) return granted - made.count;
    return (goneMs < 2 * windowMs ? Math.min(granted, share) : share) - made.count;
  };

  return {
    get left() {
      return Math.max(0, last ? leftOf(last) : share - made.count);
    },
    note() {
      noted += 1;
    },
  };
}
