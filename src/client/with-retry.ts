import type { Clock } from '../core/clock.js';
import type { FailureReason } from '../core/experience.js';
import { wrapTransport } from './transport.js';
import type { ApiOutcome, Transport } from './transport.js';

/** Less of the budget than this is not worth a second attempt: it would only fail later. */
const leastShareLeft = 0.5;

const unavailable = 503;

/** Failures of calls that our own guards did not let out. Of the API's, these would be answers. */
const keptBack: ReadonlySet<FailureReason> = new Set(['BREAKER_OPEN', 'OVERLOADED', 'RATE_LIMITED', 'UNAUTHORIZED']);

function isWorthRepeating(outcome: ApiOutcome): boolean {
  // Whoever says when to come back does not mean at once.
  if (outcome.kind === 'answered') return outcome.status === unavailable && outcome.advice?.retryAfter === undefined;
  return outcome.detail === 'unanswered';
}

/**
 * Asks once more after a refused connection, a kept connection that had died, or a 503, if at least half of the budget is
 * left; within the same deadline. Never after any other answer, and never twice.
 */
export function withRetry(next: Transport, clock: Clock): Transport {
  return wrapTransport(next, (request, limits) => {
    const startedAt = clock.monotonic();
    const repeat = async (outcome: ApiOutcome): Promise<ApiOutcome> => {
      const left = limits.deadline - clock.monotonic();
      if (left < (limits.deadline - startedAt) * leastShareLeft) return outcome;
      const second = await next.send(request, limits);
      // Where the second attempt was not let out at all, the first one is what happened.
      return second.kind === 'failed' && keptBack.has(second.reason) ? outcome : second;
    };
    return next
      .send(request, limits)
      .then((outcome) => (isWorthRepeating(outcome) && limits.signal?.aborted !== true ? repeat(outcome) : outcome));
  });
}
