import type { ClientOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import type { FailureReason } from '../core/experience.js';
import type { SafeObserver } from '../core/observer.js';
import { createBreaker } from './breaker.js';
import type { Breaker } from './breaker.js';
import { withDeadline } from './deadline.js';
import { createPauseGate } from './pause.js';
import { createQuota } from './quota.js';
import type { Quota } from './quota.js';
import type { Transport } from './transport.js';
import { withBreaker } from './with-breaker.js';
import { withBulkhead, withQuota } from './with-limits.js';
import { withPause } from './with-pause.js';
import { withRetry } from './with-retry.js';

/** As many as there are connections: one more would only wait for one. */
export const maxCallsUnderWay = 256;

const breakerRules = {
  windowMs: 10_000,
  minimumCalls: 20,
  failureRatio: 0.5,
  openMs: 1_000,
  // With the longest jitter and a probe that hangs for the default deadline it still closes within 10 s of a recovery.
  maxOpenMs: 7_500,
} as const;

export interface GuardedTransport extends Transport {
  readonly breaker: Breaker | undefined;
  readonly quota: Quota | undefined;
  /** Why a call would not be sent now: known without making one, so that a page need not even ask. */
  refusal(): FailureReason | undefined;
}

/**
 * The wire with all that keeps a page from paying for the API's troubles. From the outside in: a second attempt, the
 * API's own wish to be left alone, the breaker, the bulkhead, our quota, of which only what is sent takes, and the
 * deadline, the same for both attempts.
 */
export function guardTransport(
  wire: Transport,
  options: ClientOptions,
  clock: Clock,
  observer?: SafeObserver,
): GuardedTransport {
  const breaker = options.breaker
    ? createBreaker({ ...breakerRules, probeLeaseMs: 2 * options.timeoutMs }, clock)
    : undefined;
  const quota = options.quota === undefined ? undefined : createQuota(options.quota, clock);

  const timed = withDeadline(wire, clock);
  const bounded = withBulkhead(quota ? withQuota(timed, quota) : timed, maxCallsUnderWay);
  const broken = breaker ? withBreaker(bounded, breaker, observer?.onBreaker) : bounded;
  const gate = createPauseGate(clock);
  const paused = withPause(broken, gate, clock);
  return {
    ...(options.retry ? withRetry(paused, clock) : paused),
    breaker,
    quota,
    refusal: () => gate.reason ?? (breaker?.refuses === true ? 'BREAKER_OPEN' : undefined),
  };
}
