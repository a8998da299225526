import type { Keys } from '../client/fetch-chunks.js';
import { Cancellation } from '../client/call-signal.js';
import { watchDeadline } from '../client/deadline.js';
import { outcomeOfAbort } from '../client/transport.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import type { Ask, SourcedOutcome } from './sourced-outcome.js';
import type { VisitorKey } from './visitor-key.js';

/** One question under way, and how many wait for its answer. */
interface SharedCall {
  readonly answered: Promise<readonly SourcedOutcome[]>;
  readonly cancellation: Cancellation;
  /** When it has ended at the latest. */
  readonly deadline: number;
  waiters: number;
}

/** Routes mostly name their keys in the order in which they always do; a sort has its price even then. */
function inOrder(keys: readonly string[]): readonly string[] {
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') <= key);
  return isSorted ? keys : [...keys].sort();
}

/** Keys in any order are the same question. A line break is in no key. */
function questionOf(visitor: string, keys: Keys): string {
  return keys === 'all' ? visitor : `${visitor}\n${inOrder(keys).join('\n')}`;
}

function givenUp(keys: Keys, abortReason: unknown): readonly SourcedOutcome[] {
  const { reason } = outcomeOfAbort(abortReason);
  return [{ kind: 'failed', keys, failure: { reason, status: undefined } }];
}

/**
 * Asks equal questions once. Whoever asks what is already being asked waits for that answer, no longer than its own
 * deadline; whoever leaves does not disturb the others. The call itself may take `lateMs` longer than the first one's
 * deadline, so that an answer which is late for its page is there for the next; where all visitors have left it ends.
 * A question that has longer to wait than the call has to live is asked anew, lest it lose the time it was given.
 */
export function coalesce(
  ask: Ask,
  visitorKey: VisitorKey,
  { clock, counters, lateMs }: { readonly clock: Clock; readonly counters: Counters; readonly lateMs: number },
): Ask {
  const calls = new Map<string, SharedCall>();

  /** A longer call of the same question may stand in its place. */
  const forget = (question: string, call: SharedCall): void => {
    if (calls.get(question) === call) calls.delete(question);
  };

  const start: (question: string, ...args: Parameters<Ask>) => SharedCall = (question, visitor, keys, limits) => {
    const cancellation = new Cancellation();
    const deadline = limits.deadline + lateMs;
    const answered = ask(visitor, keys, { deadline, signal: cancellation, isRefresh: limits.isRefresh });
    const call: SharedCall = { answered, cancellation, deadline, waiters: 0 };
    calls.set(question, call);
    const end = (): void => {
      forget(question, call);
    };
    answered.then(end, end);
    return call;
  };

  return (visitor, keys, limits) => {
    const { signal, deadline } = limits;
    if (signal?.aborted === true) return Promise.resolve(givenUp(keys, signal.reason));
    if (deadline <= clock.monotonic()) return ask(visitor, keys, limits);
    const question = questionOf(visitorKey(visitor), keys);
    const underWay = calls.get(question);
    const joined = underWay && deadline <= underWay.deadline ? underWay : undefined;
    if (joined) counters.coalesced += 1;
    const call = joined ?? start(question, visitor, keys, limits);
    call.waiters += 1;
    return new Promise((resolve) => {
      const stop = watchDeadline(limits, clock, (reason) => {
        call.waiters -= 1;
        if (call.waiters === 0 && signal?.aborted === true) {
          forget(question, call);
          call.cancellation.abort(reason);
        }
        resolve(givenUp(keys, reason));
      });
      // Not meant to reject. Should it all the same, each page hears of it, and the process does not.
      const hear = (): void => {
        stop();
        resolve(call.answered);
      };
      call.answered.then(hear, hear);
    });
  };
}
