import type { Breaker, BreakerState, Verdict } from './breaker.js';
import type { BreakerEvent } from '../core/observer.js';
import { wrapTransport } from './transport.js';
import type { ApiOutcome, Transport } from './transport.js';

const leastServerError = 500;

const refused: ApiOutcome = { kind: 'failed', reason: 'BREAKER_OPEN' };

/** Counts what the API did: never a visitor who left, our own stall or refusal, nor an answer that we cannot use. */
function judge(outcome: ApiOutcome): Verdict {
  if (outcome.kind === 'answered') return outcome.status >= leastServerError ? 'failure' : 'success';
  if (outcome.detail === 'stalled') return 'neutral';
  return outcome.reason === 'TIMEOUT' || outcome.reason === 'NETWORK_ERROR' ? 'failure' : 'neutral';
}

/** Lets calls through as the breaker says; the others fail at once. */
export function withBreaker(
  next: Transport,
  breaker: Breaker,
  onChange: (event: BreakerEvent) => void = () => undefined,
): Transport {
  const tellSince = (from: BreakerState): void => {
    const to = breaker.state;
    if (from !== to) onChange({ from, to });
  };
  return wrapTransport(next, (request, limits) => {
    const before = breaker.state;
    const admission = breaker.admit();
    tellSince(before);
    if (admission === undefined) return Promise.resolve(refused);
    return next.send(request, limits).then((outcome) => {
      const from = breaker.state;
      admission.settle(judge(outcome));
      tellSince(from);
      return outcome;
    });
  });
}
