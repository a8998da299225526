import type { Clock } from '../core/clock.js';
import { parseRetryAfter } from './pause.js';
import type { PauseGate, PauseReason, Reception } from './pause.js';
import { wrapTransport } from './transport.js';
import type { ApiOutcome, RateAdvice, Transport } from './transport.js';

function reasonOf(status: number, advice: RateAdvice | undefined): PauseReason | undefined {
  if (status === 401 || status === 403) return 'UNAUTHORIZED';
  // The last call of the window was answered, and the next one would not be.
  return status === 429 || advice?.remaining?.trim() === '0' ? 'RATE_LIMITED' : undefined;
}

function receive(outcome: ApiOutcome, now: number): Reception {
  if (outcome.kind === 'failed') return { kind: 'unknown' };
  const { status, advice } = outcome;
  const reason = reasonOf(status, advice);
  if (reason === undefined) return { kind: 'accepted' };
  const askedMs = reason === 'RATE_LIMITED' ? parseRetryAfter(advice?.retryAfter, advice?.reset, now) : undefined;
  return { kind: 'refused', reason, askedMs };
}

/** Sends nothing while the API has asked to be left alone, or refuses the credentials. */
export function withPause(next: Transport, gate: PauseGate, clock: Clock): Transport {
  return wrapTransport(next, (request, limits) => {
    const admission = gate.admit();
    if (admission.kind === 'blocked') return Promise.resolve({ kind: 'failed', reason: admission.reason });
    return next.send(request, limits).then((outcome) => {
      admission.settle(receive(outcome, clock.now()));
      return outcome;
    });
  });
}
