import { watchDeadline } from '../client/deadline.js';
import type { CallFailure } from '../client/fetch-chunks.js';
import type { CallLimits } from '../client/transport.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import { sureAnswers } from './caching.js';
import type { SharedView } from './shared-answers.js';
import { noteFailure, readFailure } from './shared-failure.js';
import { isForgotten, noteQuestion, sortOut } from './shared-findings.js';
import type { Asked, FindingPorts, Findings } from './shared-findings.js';
import type { Ask, SourcedOutcome } from './sourced-outcome.js';

/** A claim outlives the deadline of its holder by this, so that there is time to tell what came of it. */
const leaseReserveMs = 100;

/** How long a waiter waits until it looks again: longer each time, since most calls take some tens of milliseconds. */
const firstGapMs = 5;
const longestGapMs = 25;
const gapGrowth = 1.5;

export interface SharePorts extends FindingPorts {
  readonly counters: Counters;
  /** How long asking again may take behind the pages' back. */
  readonly refreshMs: number;
}

const timedOut = { reason: 'TIMEOUT', status: undefined } as const;

const failedFor = (keys: readonly string[], failure: CallFailure): SourcedOutcome => ({
  kind: 'failed',
  keys,
  failure,
});

/** Asks, and tells the others what came of it. */
function askAndTell(ask: Ask, { shared, forgotten }: SharePorts) {
  return (asked: Asked, ticket: string, keys: readonly string[], limits: CallLimits) => {
    const tell = (outcomes: readonly SourcedOutcome[]): void => {
      const answers = isForgotten(asked, forgotten) ? [] : outcomes.flatMap(sureAnswers);
      void shared.publish(asked.question, ticket, answers, noteFailure(outcomes));
    };
    const outcomes = ask(asked.visitor, keys, limits);
    // It is not meant to reject. Should it, nobody need wait for the claim to die.
    outcomes.then(tell, () => {
      tell([]);
    });
    return outcomes;
  };
}

/** What comes of a question for which nobody else is to be waited for. */
function createConclusion(ask: Ask, ports: SharePorts) {
  const { clock, refreshMs } = ports;
  const askTelling = askAndTell(ask, ports);

  const askMissing = (asked: Asked, { claim }: SharedView, keys: readonly string[], limits: CallLimits) => {
    if (claim.kind === 'mine') return askTelling(asked, claim.ticket, keys, limits);
    return claim.kind === 'failed' ? [failedFor(keys, readFailure(claim.note))] : ask(asked.visitor, keys, limits);
  };

  return async (asked: Asked, view: SharedView, found: Findings, limits: CallLimits) => {
    const { known, missing, outdated } = found;
    if (missing.length > 0) return [...known, ...(await askMissing(asked, view, missing, limits))];
    if (view.claim.kind === 'mine') {
      const refresh = { deadline: clock.monotonic() + refreshMs, isRefresh: true };
      askTelling(asked, view.claim.ticket, outdated, refresh).catch(() => undefined);
    }
    return known;
  };
}

/** Resolves to whether there is time left then, and somebody who waits. */
function wait(gapMs: number, { deadline, signal }: CallLimits, clock: Clock): Promise<boolean> {
  const until = clock.monotonic() + gapMs;
  if (signal?.aborted === true || until >= deadline) return Promise.resolve(false);
  return new Promise((resolve) => {
    watchDeadline({ deadline: until, signal }, clock, () => {
      resolve(signal?.aborted !== true);
    });
  });
}

/**
 * Looks what other processes know before it asks, and where one of them is asking waits for its answer, no longer than its
 * own deadline. Whoever asks tells the others; where it dies its claim does too, and one of those who wait takes over. An
 * answer that may be used while it is asked for again is, and one process asks. Without the store everybody does.
 */
export function shareAnswers(ask: Ask, ports: SharePorts): Ask {
  const { shared, clock, counters, refreshMs } = ports;
  const conclude = createConclusion(ask, ports);

  const look = (asked: Asked, { deadline }: CallLimits, awaited: string | undefined) => {
    const leaseMs = Math.ceil(Math.max(deadline - clock.monotonic(), refreshMs)) + leaseReserveMs;
    return shared.isUsable ? shared.look(asked.question, leaseMs, awaited) : undefined;
  };

  const settle = async (asked: Asked, limits: CallLimits): Promise<readonly SourcedOutcome[]> => {
    const { keys } = asked.question;
    let awaited: string | undefined;
    for (let gapMs = firstGapMs; ; gapMs = Math.min(gapMs * gapGrowth, longestGapMs)) {
      const view = await look(asked, limits, awaited);
      if (view === undefined) {
        counters.shared.trouble += 1;
        return ask(asked.visitor, keys, limits);
      }
      const found = sortOut(asked, view, ports);
      const { known, missing } = found;
      if (awaited === undefined) counters.shared.misses += missing.length;
      if (view.claim.kind !== 'theirs' || missing.length === 0) {
        counters.shared.hits += keys.length - missing.length;
        return conclude(asked, view, found, limits);
      }
      if (awaited === undefined) counters.coalesced += 1;
      awaited = view.claim.holder;
      if (!(await wait(gapMs, limits, clock))) return [...known, failedFor(missing, timedOut)];
    }
  };

  return (visitor, keys, limits) =>
    keys === 'all' ? ask(visitor, keys, limits) : settle(noteQuestion(visitor, keys, ports), limits);
}
