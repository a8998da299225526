import type { Clock } from '../../core/clock.js';
import type { Setback, Verdict } from './verdict.js';

/** How long the first wait is and the longest, in milliseconds; each is twice as long as the one before. */
const waits = {
  TROUBLE: { firstMs: 500, longestMs: 30_000 },
  RATE_LIMITED: { firstMs: 1_000, longestMs: 60_000 },
  UNAUTHORIZED: { firstMs: 30_000, longestMs: 300_000 },
} as const satisfies Record<Setback['cause'], unknown>;

/** The numbers of the AWS SDKs' standard retry: some thirty retries in a row, and one more for each success. */
const budgetTokens = 500;
const retryTokens = 14;
const successTokens = 1;

/** An attempt under way. */
export interface Attempt {
  settle(verdict: Verdict): void;
}

/** When the next attempt may go. It may always go at some time, whatever the API has said. */
export interface Pace {
  /** On the monotonic scale; in the past where it may go at once. */
  readonly resumesAt: number;
  /** Whether the last thing known of the API is that it takes nothing. */
  readonly isFailing: boolean;
  begin(): Attempt;
  /**
   * Ends a wait that we chose ourselves, as far as there are retries left; not one that the API asked for. The last time
   * asks for no retry.
   */
  hurry(isLast: boolean): void;
}

/** Nothing goes until then, and then one attempt at a time until one succeeds. */
interface Hold {
  readonly cause: Setback['cause'];
  readonly until: number;
  /** How often in a row it has begun anew. */
  readonly strikes: number;
}

/** What retries may cost until there are successes: without it, waits that are short by chance would add up. */
function createBudget() {
  let tokens = budgetTokens;
  return {
    take(): boolean {
      if (tokens < retryTokens) return false;
      tokens -= retryTokens;
      return true;
    },
    put(count: number): void {
      tokens = Math.min(tokens + count, budgetTokens);
    },
  };
}

export function createPace(clock: Clock, random: () => number): Pace {
  const budget = createBudget();
  let hold: Hold | undefined;

  const nextAttemptAt = ({ cause, askedMs }: Setback, strikes: number, attemptedAt: number): number => {
    const now = clock.monotonic();
    const { firstMs, longestMs } = waits[cause];
    const nextMs = Math.min(firstMs * 2 ** strikes, longestMs);
    if (cause !== 'TROUBLE') return now + (askedMs ?? nextMs);
    const chosenMs = budget.take() ? nextMs * random() : longestMs;
    // An attempt that hung has waited already: that the API is back is to be found out within the longest wait.
    return Math.min(now + Math.max(chosenMs, askedMs ?? 0), attemptedAt + longestMs);
  };

  const begin = (setback: Setback, attemptedAt: number): void => {
    const { cause } = setback;
    const strikes = hold?.cause === cause ? hold.strikes + 1 : 0;
    hold = { cause, until: nextAttemptAt(setback, strikes, attemptedAt), strikes };
  };

  return {
    get resumesAt() {
      return hold?.until ?? -Infinity;
    },
    get isFailing() {
      return hold !== undefined;
    },
    begin() {
      const before = hold;
      const attemptedAt = clock.monotonic();
      return {
        settle(verdict) {
          if (verdict.kind === 'delivered') budget.put(before?.cause === 'TROUBLE' ? retryTokens : successTokens);
          // Of several attempts under way the first setback counts, and no success of an older one ends it.
          if (hold !== before) return;
          if (verdict.kind === 'delivered') hold = undefined;
          if (verdict.kind === 'setback') begin(verdict, attemptedAt);
        },
      };
    },
    hurry(isLast) {
      const now = clock.monotonic();
      if (hold?.cause !== 'TROUBLE' || hold.until <= now) return;
      if (isLast || budget.take()) hold = { ...hold, until: now, strikes: 0 };
    },
  };
}
