import { fetchChunks } from '../client/fetch-chunks.js';
import type { CallFailure, ChunkOutcome } from '../client/fetch-chunks.js';
import type { Transport } from '../client/transport.js';
import type { Warnings } from '../core/warnings.js';
import type { GuardedTransport } from '../client/guarded-transport.js';
import type { Refusal } from './known-answers.js';
import type { Ask, SourcedOutcome } from './sourced-outcome.js';

function warnOf({ reason, status }: CallFailure, warnings: Warnings): void {
  // A visitor who has left is no fault of the API's.
  if (reason === 'ABORTED') return;
  const detail = status === undefined ? reason : `${reason}, HTTP ${status}`;
  warnings.repeated('MOE_WARN_FETCH_FAILED', detail, `Experiences could not be fetched: ${detail}`);
}

/** Why nothing would be sent now, which the log hears of as of a call that failed for it. */
export function watchRefusals(transport: Pick<GuardedTransport, 'refusal'>, warnings: Warnings): Refusal {
  return () => {
    const reason = transport.refusal();
    if (reason !== undefined) warnOf({ reason, status: undefined }, warnings);
    return reason;
  };
}

/** Asks the API, and says in the log where that fails. */
export function askNetwork(transport: Transport, warnings: Warnings): Ask {
  const sourced = (outcome: ChunkOutcome): SourcedOutcome => {
    // A literal, not a spread: of that V8 makes a shape anew each time.
    if (outcome.kind === 'fetched') {
      return { kind: 'fetched', keys: outcome.keys, answer: outcome.answer, source: 'network' };
    }
    warnOf(outcome.failure, warnings);
    return outcome;
  };
  return (visitor, keys, limits) =>
    fetchChunks(transport, visitor, keys, limits).then((outcomes) => outcomes.map(sourced));
}
