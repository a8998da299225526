import { hash } from 'node:crypto';
import type { ClientOptions } from '../config/resolved-options.js';
import type { Clock } from '../core/clock.js';
import type { FailureReason } from '../core/experience.js';
import type { SafeObserver } from '../core/observer.js';
import type { Warnings } from '../core/warnings.js';
import { createBreaker } from './breaker.js';
import type { Breaker } from './breaker.js';
import { withDeadline } from './deadline.js';
import { createPauseGate } from './pause.js';
import type { PauseGate } from './pause.js';
import { createQuota } from './quota.js';
import type { Quota } from './quota.js';
import { createSharedQuota } from './shared-quota.js';
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

/** What limits how often the API is called: our quota, and its own wish to be left alone, which all processes heed. */
function assembleQuota(
  { quota: terms, workspaceId }: ClientOptions,
  clock: Clock,
  warnings: Warnings,
): { readonly quota: Quota | undefined; readonly gate: PauseGate } {
  if (terms === undefined) return { quota: undefined, gate: createPauseGate(clock) };
  const { store } = terms;
  if (store === undefined) return { quota: createQuota(terms.perMinute, clock), gate: createPauseGate(clock) };
  const gate = createPauseGate(clock, (reason, waitMs) => {
    // That the credentials are refused may be the fault of one process alone.
    if (reason === 'RATE_LIMITED') quota.tellPause(waitMs);
  });
  const onPaused = (pauseMs: number): void => {
    gate.hold('RATE_LIMITED', pauseMs);
  };
  const name = hash('sha256', `quota of ${workspaceId}`, 'base64url');
  const quota = createSharedQuota({ ...terms, store, name }, { clock, warnings, onPaused });
  return { quota, gate };
}

export interface GuardedTransportPorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  readonly observer?: SafeObserver | undefined;
}

/**
 * The wire with all that keeps a page from paying for the API's troubles. From the outside in: a second attempt, the
 * API's own wish to be left alone, the breaker, the bulkhead, our quota, of which only what is sent takes, and the
 * deadline, the same for both attempts.
 */
export function guardTransport(
  wire: Transport,
  options: ClientOptions,
  { clock, warnings, observer }: GuardedTransportPorts,
): GuardedTransport {
  const breaker = options.breaker
    ? createBreaker({ ...breakerRules, probeLeaseMs: 2 * options.timeoutMs }, clock)
    : undefined;
  const { quota, gate } = assembleQuota(options, clock, warnings);

  const timed = withDeadline(wire, clock);
  const bounded = withBulkhead(quota ? withQuota(timed, quota, clock) : timed, maxCallsUnderWay);
  const broken = breaker ? withBreaker(bounded, breaker, observer?.onBreaker) : bounded;
  const paused = withPause(broken, gate, clock);
  return {
    ...(options.retry ? withRetry(paused, clock) : paused),
    breaker,
    quota,
    refusal: () => gate.reason ?? (breaker?.refuses === true ? 'BREAKER_OPEN' : undefined),
  };
}
