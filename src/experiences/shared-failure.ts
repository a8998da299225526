import type { CallFailure } from '../client/fetch-chunks.js';
import type { FailureReason } from '../core/experience.js';
import type { SourcedOutcome } from './sourced-outcome.js';

/**
 * What says something of the API, and so is worth telling the others: who was refused by its own quota, ran out of time
 * or has left says nothing of how they would fare.
 */
const tellable: readonly FailureReason[] = [
  'NETWORK_ERROR',
  'HTTP_ERROR',
  'UNAUTHORIZED',
  'RATE_LIMITED',
  'BAD_RESPONSE',
];

/** A note for those who wait for these outcomes; `undefined` where they had better ask for themselves. */
export function noteFailure(outcomes: readonly SourcedOutcome[]): string | undefined {
  const [first] = outcomes;
  if (first?.kind !== 'failed' || outcomes.some(({ kind }) => kind !== 'failed')) return undefined;
  const { reason, status } = first.failure;
  const isOwn = status === undefined && (reason === 'RATE_LIMITED' || reason === 'UNAUTHORIZED');
  return tellable.includes(reason) && !isOwn ? `${reason} ${status ?? ''}` : undefined;
}

/** What a note says. It comes from outside of the process. */
export function readFailure(note: string): CallFailure {
  const [name, code = ''] = note.split(' ');
  const reason = tellable.find((known) => known === name) ?? 'NETWORK_ERROR';
  return { reason, status: /^[1-5]\d\d$/.test(code) ? Number(code) : undefined };
}
