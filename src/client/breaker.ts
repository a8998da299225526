import type { Clock } from '../core/clock.js';
import type { BreakerState } from '../core/stats.js';

export type { BreakerState } from '../core/stats.js';

/** How an attempt counts. `neutral`: it says nothing of the API's health. */
export type Verdict = 'success' | 'failure' | 'neutral';

/** Numbers of a breaker; times in milliseconds. */
export interface BreakerRules {
  /** Attempts older than this are forgotten. */
  readonly windowMs: number;
  /** Fewer attempts than this in the window never open it. */
  readonly minimumCalls: number;
  /** Share of failures in the window that opens it, 0 to 1. */
  readonly failureRatio: number;
  /** How long it stays open the first time; twice as long each time the probe fails, to `maxOpenMs`. */
  readonly openMs: number;
  readonly maxOpenMs: number;
  /** A probe that has said nothing for so long is given up, and another may go. */
  readonly probeLeaseMs: number;
}

/** Leave to make an attempt, to be handed back with its verdict. */
export interface Admission {
  settle(verdict: Verdict): void;
}

export interface Breaker {
  readonly state: BreakerState;
  /** Whether an attempt would not be admitted now. */
  readonly refuses: boolean;
  /** `undefined`: not now. */
  admit(): Admission | undefined;
}

/** Each state with what only it knows. */
type State =
  | { readonly kind: 'closed'; readonly passing: Admission }
  | { readonly kind: 'open'; readonly until: number; readonly openMs: number }
  | { readonly kind: 'half-open'; readonly leaseUntil: number; readonly openMs: number };

const bucketCount = 10;

/** Processes that saw the same outage must not all probe at the same moment. */
const jitterShare = 0.2;

interface Bucket {
  index: number;
  calls: number;
  failures: number;
}

/** Attempts and failures of the last `windowMs`, in ten buckets. */
function createWindow({ windowMs, minimumCalls, failureRatio }: BreakerRules, clock: Clock) {
  const bucketMs = windowMs / bucketCount;
  const sumOf = (name: 'calls' | 'failures'): number => buckets.reduce((sum, bucket) => sum + bucket[name], 0);
  let buckets: readonly Bucket[] = [];
  // Counted along, and anew once a bucket: each page's call comes by here.
  let newest: Bucket | undefined;
  let calls = 0;
  let failures = 0;

  const openBucket = (index: number): Bucket => {
    newest = { index, calls: 0, failures: 0 };
    buckets = [...buckets.filter((bucket) => bucket.index > index - bucketCount), newest];
    calls = sumOf('calls');
    failures = sumOf('failures');
    return newest;
  };

  return {
    clear: (): void => {
      buckets = [];
      newest = undefined;
    },
    /** Notes an attempt; tells whether there have been too many failures. */
    isBroken(failed: boolean): boolean {
      const index = Math.floor(clock.monotonic() / bucketMs);
      const current = newest?.index === index ? newest : openBucket(index);
      current.calls += 1;
      calls += 1;
      if (failed) {
        current.failures += 1;
        failures += 1;
      }
      return calls >= minimumCalls && failures >= calls * failureRatio;
    },
  };
}

/**
 * Closed, it lets everything pass. Once too much has failed it opens: nothing passes, and a page costs nothing. After a
 * while one probe at a time finds out whether the API is back, and everyone else still goes without waiting for it.
 */
export function createBreaker(rules: BreakerRules, clock: Clock, random: () => number = Math.random): Breaker {
  const window = createWindow(rules, clock);

  const open = (openMs: number): void => {
    const jittered = openMs * (1 + jitterShare * (2 * random() - 1));
    state = { kind: 'open', until: clock.monotonic() + jittered, openMs };
    window.clear();
  };

  const closed = (): State => {
    const mine: State = {
      kind: 'closed',
      passing: {
        settle(verdict) {
          // A call that began before it opened says nothing of the API since: its like have been counted already.
          if (verdict === 'neutral' || state !== mine) return;
          if (window.isBroken(verdict === 'failure')) open(rules.openMs);
        },
      },
    };
    return mine;
  };
  let state = closed();

  const probe = (openMs: number): Admission => {
    const mine: State = { kind: 'half-open', leaseUntil: clock.monotonic() + rules.probeLeaseMs, openMs };
    state = mine;
    return {
      settle(verdict) {
        // A probe that outlived its lease no longer speaks for the API.
        if (state !== mine) return;
        if (verdict === 'success') state = closed();
        else if (verdict === 'failure') open(Math.min(openMs * 2, rules.maxOpenMs));
        else state = { kind: 'open', until: clock.monotonic(), openMs };
      },
    };
  };

  const isBlocked = (): boolean => {
    if (state.kind === 'closed') return false;
    return clock.monotonic() < (state.kind === 'open' ? state.until : state.leaseUntil);
  };

  return {
    get state() {
      return state.kind;
    },
    get refuses() {
      return isBlocked();
    },
    admit() {
      if (state.kind === 'closed') return state.passing;
      return isBlocked() ? undefined : probe(state.openMs);
    },
  };
}
