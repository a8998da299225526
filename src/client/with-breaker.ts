import type { Breaker, Verdict } from './breaker.js';
import type { BreakerEvent } from '../core/observer.js';
import { wrapTransport } from './transport.js';
import type { ApiOutcome, Transport } from './transport.js';

const leastServerError = 500;

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
  const watch = <Result>(act: () => Result): Result => {
    const from = breaker.state;
    const result = act();
    const to = breaker.state;
    if (from !== to) onChange({ from, to });
    return result;
  };
  return wrapTransport(next, async (request, limits) => {
    const admission = watch(() => breaker.admit());
    if (admission === undefined) return { kind: 'failed', reason: 'BREAKER_OPEN' };
    const outcome = await next.send(request, limits);
    watch(() => {
      admission.settle(judge(outcome));
    });
    return outcome;
  });
}
