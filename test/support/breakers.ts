import { createBreaker } from '../../src/client/breaker.js';
import type { Admission, Breaker, BreakerRules, Verdict } from '../../src/client/breaker.js';
import { createFakeClock } from './fake-clock.js';
import type { FakeClock } from './fake-clock.js';

export const breakerRules: BreakerRules = {
  windowMs: 10_000,
  minimumCalls: 20,
  failureRatio: 0.5,
  openMs: 1_000,
  maxOpenMs: 8_000,
  probeLeaseMs: 600,
};

/** Half of the range of the jitter: none. */
const noJitter = (): number => 0.5;

export interface BreakerAtWork {
  readonly clock: FakeClock;
  readonly breaker: Breaker;
}

/** A closed breaker. */
export function setUpBreaker(random: () => number = noJitter): BreakerAtWork {
  const clock = createFakeClock({ monotonic: 100_000 });
  return { clock, breaker: createBreaker(breakerRules, clock, random) };
}

/** Leave for one call; fails the test where there is none. */
export function admitted(breaker: Breaker): Admission {
  const admission = breaker.admit();
  if (admission === undefined) throw new Error('it was refused');
  return admission;
}

/** Makes calls that all come to this. */
export function call(breaker: Breaker, verdict: Verdict, times = 1): void {
  for (let made = 0; made < times; made += 1) admitted(breaker).settle(verdict);
}

/** A breaker that has just opened. */
export function setUpOpenBreaker(random?: () => number): BreakerAtWork {
  const made = setUpBreaker(random);
  call(made.breaker, 'failure', 20);
  return made;
}

/** A breaker that is due for its probe. */
export function setUpDueBreaker(): BreakerAtWork {
  const made = setUpOpenBreaker();
  made.clock.advance(1_000);
  return made;
}

/** Milliseconds from now until it lets a call through, which the call uses up. */
export function waitOf({ clock, breaker }: BreakerAtWork): { readonly ms: number; readonly probe: Admission } {
  for (let ms = 0; ms <= 20_000; ms += 1) {
    const probe = breaker.admit();
    if (probe) return { ms, probe };
    clock.advance(1);
  }
  throw new Error('it lets nothing through any more');
}
