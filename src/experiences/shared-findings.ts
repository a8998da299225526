import type { Clock } from '../core/clock.js';
import type { ForgottenCustomers } from '../core/forgotten-customers.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { AnswerCache, CachedAnswer } from './answer-cache.js';
import { toOutcome } from './caching.js';
import type { SharedAnswer, SharedAnswers, SharedQuestion, SharedView } from './shared-answers.js';
import type { SourcedOutcome } from './sourced-outcome.js';

/** A question as it came, and what this process knew by then. */
export interface Asked {
  readonly visitor: VisitorContext;
  readonly question: SharedQuestion;
  readonly askedAt: number;
}

/** What the store knows, as far as it is of use for a question. */
export interface Findings {
  readonly known: readonly SourcedOutcome[];
  /** Keys that are still to be had. */
  readonly missing: readonly string[];
  /** Those, and the ones that can be used and are to be asked for again. */
  readonly outdated: readonly string[];
}

export interface FindingPorts {
  readonly shared: SharedAnswers;
  /** That of this process, which gets to know what the others know. */
  readonly cache: AnswerCache;
  readonly clock: Clock;
  readonly forgotten: ForgottenCustomers;
}

export function noteQuestion(visitor: VisitorContext, keys: readonly string[], ports: FindingPorts): Asked {
  return { visitor, question: ports.shared.questionOf(visitor, keys), askedAt: ports.clock.monotonic() };
}

/** Whether its customer was forgotten since: then what comes in is for nobody. */
export function isForgotten({ visitor, askedAt }: Asked, forgotten: ForgottenCustomers): boolean {
  const { customerId } = visitor.identity;
  return customerId !== undefined && forgotten.hasSince(customerId, askedAt);
}

/** How good an answer is for this process, which then has it as well; `undefined` where it is not for a page. */
function take(key: string, { visitor, question }: Asked, answer: SharedAnswer, { cache }: FindingPorts) {
  cache.write(question.visitor, key, answer, visitor.identity.customerId, answer.freshMs);
  if (answer.isAwaited) return 'awaited';
  const freshness = cache.read(question.visitor, key)?.freshness;
  return freshness === 'stale' ? undefined : freshness;
}

/** Puts what the store holds into the cache of this process, and says what of it can be used at once. */
export function sortOut(asked: Asked, { answers }: SharedView, ports: FindingPorts): Findings {
  const found = { cache: new Map<string, CachedAnswer>(), network: new Map<string, CachedAnswer>() };
  const missing: string[] = [];
  const outdated: string[] = [];
  const isLost = isForgotten(asked, ports.forgotten);
  for (const key of asked.question.keys) {
    const answer = isLost ? undefined : answers.get(key);
    const worth = answer && take(key, asked, answer, ports);
    if (worth === undefined || worth === 'revalidate') outdated.push(key);
    if (worth === undefined) missing.push(key);
    else if (answer) found[worth === 'awaited' ? 'network' : 'cache'].set(key, answer);
  }
  return { known: [...toOutcome(found.cache, 'cache'), ...toOutcome(found.network, 'network')], missing, outdated };
}
