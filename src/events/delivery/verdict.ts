import { readAnswer } from '../../client/fetch-chunks.js';
import { parseRetryAfter } from '../../client/pause.js';
import type { PauseReason } from '../../client/pause.js';
import { meansTaken } from '../../client/send-events.js';
import type { ApiOutcome, RateAdvice } from '../../client/transport.js';

/** Why events go back and are sent again later. */
export interface Setback {
  readonly kind: 'setback';
  /** `TROUBLE`: whatever passes by itself, as far as one can know. */
  readonly cause: PauseReason | 'TROUBLE';
  /** How long the API asks to wait. */
  readonly askedMs: number | undefined;
  /** For the log. */
  readonly detail: string;
}

/** What an attempt to send some events means for them. */
export type Verdict =
  | { readonly kind: 'delivered' }
  /** Something in it is wrong, and the API does not say what. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'too-large' }
  | Setback;

/** An attempt that failed for a reason of our own making. */
export const attemptBroke: Setback = {
  kind: 'setback',
  cause: 'TROUBLE',
  askedMs: undefined,
  detail: 'sending them threw an error',
};

/** What it is if it is a setback; the log names it as `HTTP_ERROR, HTTP 503`. */
function explain(outcome: ApiOutcome): Pick<Setback, 'cause' | 'detail'> {
  const read = readAnswer(outcome);
  const { reason, status } = 'reason' in read ? read : { reason: 'HTTP_ERROR', status: undefined };
  const cause = reason === 'UNAUTHORIZED' || reason === 'RATE_LIMITED' ? reason : 'TROUBLE';
  return { cause, detail: status === undefined ? reason : `${reason}, HTTP ${status}` };
}

/** A wish beside a 401 says nothing of the credentials, and when a limit ends says nothing of a 503. */
function askedBy(advice: RateAdvice = {}, cause: Setback['cause'], now: number): number | undefined {
  if (cause === 'UNAUTHORIZED') return undefined;
  return parseRetryAfter(advice.retryAfter, cause === 'RATE_LIMITED' ? advice.reset : undefined, now);
}

/**
 * What came of an attempt. Only a 400 speaks of what was sent, and only a 413 of how much: a 404 or a 410 more likely
 * comes from a wrong base URL, and costs no event.
 * @param now - Epoch milliseconds.
 */
export function judge(outcome: ApiOutcome, now: number): Verdict {
  const { cause, detail } = explain(outcome);
  if (outcome.kind === 'failed') return { kind: 'setback', cause, askedMs: undefined, detail };
  if (meansTaken(outcome.status)) return { kind: 'delivered' };
  if (outcome.status === 400) return { kind: 'refused' };
  if (outcome.status === 413) return { kind: 'too-large' };
  return { kind: 'setback', cause, askedMs: askedBy(outcome.advice, cause, now), detail };
}
