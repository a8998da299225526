import type { DecodedFetch } from '../client/decode-fetch.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import type { ForgottenCustomers } from '../core/forgotten-customers.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { AnswerCache, CachedAnswer } from './answer-cache.js';
import type { Ask, SourcedOutcome } from './sourced-outcome.js';
import type { VisitorKey } from './visitor-key.js';

type Answers = ReadonlyMap<string, CachedAnswer>;

interface CachePorts {
  readonly cache: AnswerCache;
  readonly visitorKey: VisitorKey;
}

/** Answers that were there in the form of one that came over the network. */
export function toOutcome(answers: Answers, source: 'cache' | 'stale' | 'network'): readonly SourcedOutcome[] {
  if (answers.size === 0) return [];
  const experiences: DecodedFetch['experiences'] = new Map(
    [...answers].flatMap(([key, { experience }]) => (experience ? [[key, experience] as const] : [])),
  );
  return [{ kind: 'fetched', keys: [...answers.keys()], answer: { experiences, dropped: [], failures: [] }, source }];
}

/** Reasons for which a key is not there although the visitor may well match. */
const passingReasons: ReadonlySet<string> = new Set(['MAX_LIMIT_BREACHED', 'PERSONALIZATION_FAILED']);

const none: ReadonlySet<string> = new Set();

/** Keys of which the answer does not say what the API thinks: malformed, or failed on its side. */
function unsureKeys({ dropped, failures }: DecodedFetch): ReadonlySet<string> {
  if (dropped.length === 0 && failures.length === 0) return none;
  const failed = failures.flatMap(({ reason, keys }) => (passingReasons.has(reason) ? keys : []));
  return new Set([...dropped.map(({ key }) => key), ...failed]);
}

/** What the API has said for certain, "no match" included, by key. */
export function sureAnswers(outcome: SourcedOutcome): readonly (readonly [key: string, answer: CachedAnswer])[] {
  if (outcome.kind !== 'fetched' || outcome.keys === 'all') return [];
  const { experiences } = outcome.answer;
  const unsure = unsureKeys(outcome.answer);
  const sure = unsure.size === 0 ? outcome.keys : outcome.keys.filter((key) => !unsure.has(key));
  return sure.map((key) => [key, { experience: experiences.get(key) }]);
}

/**
 * Remembers what the network says, "no match" included, but not what it could not say, nor of whom it must not. Answers that
 * nobody looks for before a call fails are put away once the page has gone on.
 */
export function rememberAnswers(
  ask: Ask,
  ports: CachePorts & { readonly clock: Clock; readonly forgotten: ForgottenCustomers },
): Ask {
  const { cache, visitorKey, clock, forgotten } = ports;

  const remember = (visitorText: string, outcome: SourcedOutcome, owner: string | undefined): void => {
    for (const [key, answer] of sureAnswers(outcome)) cache.write(visitorText, key, answer, owner);
  };

  return (visitor, keys, limits) => {
    const visitorText = visitorKey(visitor);
    const owner = visitor.identity.customerId;
    const askedAt = clock.monotonic();
    return ask(visitor, keys, limits).then((outcomes) => {
      const rememberAll = (): void => {
        if (owner !== undefined && forgotten.hasSince(owner, askedAt)) return;
        for (const outcome of outcomes) remember(visitorText, outcome, owner);
      };
      if (!cache.isLastResort) rememberAll();
      else {
        clock.nextTurn(() => {
          try {
            rememberAll();
          } catch {
            // Not meant to throw. Should it all the same, it is not kept; from here it would end the process.
          }
        });
      }
      return outcomes;
    });
  };
}

const noAnswers: Answers = new Map();
const noKeys: readonly string[] = [];

/** What the cache can answer of the keys, which of that is to be asked for again, and what it cannot answer. */
function lookUp(cache: AnswerCache, visitorText: string, keys: readonly string[]) {
  if (cache.isLastResort) return { usable: noAnswers, missing: keys, outdated: noKeys };
  const usable = new Map<string, CachedAnswer>();
  const missing: string[] = [];
  const outdated: string[] = [];
  for (const key of keys) {
    const found = cache.read(visitorText, key);
    if (found === undefined || found.freshness === 'stale') missing.push(key);
    else usable.set(key, found);
    if (found?.freshness === 'revalidate') outdated.push(key);
  }
  return { usable, missing, outdated };
}

/** For the keys of a failed call: older answers where there are some, the failure for the rest. */
function standIn(outcome: SourcedOutcome, cache: AnswerCache, visitorText: string): readonly SourcedOutcome[] {
  if (outcome.kind !== 'failed' || outcome.keys === 'all' || outcome.failure.reason === 'ABORTED') return [outcome];
  const { keys, failure } = outcome;
  const older = new Map<string, CachedAnswer>();
  for (const key of keys) {
    const found = cache.read(visitorText, key);
    if (found) older.set(key, found);
  }
  const rest = keys.filter((key) => !older.has(key));
  const failed: readonly SourcedOutcome[] = rest.length === 0 ? [] : [{ kind: 'failed', keys: rest, failure }];
  return [...toOutcome(older, 'stale'), ...failed];
}

const countKeys = (outcomes: readonly SourcedOutcome[], source: string): number =>
  outcomes.reduce((sum, each) => sum + (each.kind === 'fetched' && each.source === source ? each.keys.length : 0), 0);

/**
 * Answers from the cache what it can and asks for the rest, key by key. Where asking fails an older answer stands in; one
 * that is only a little old is used at once and asked for again behind the page's back. `'all'` is always asked.
 */
export function readThrough(
  ask: Ask,
  ports: CachePorts & { readonly clock: Clock; readonly counters: Counters; readonly refreshMs: number },
): Ask {
  const { cache, visitorKey, clock, counters, refreshMs } = ports;

  const refresh = (visitor: VisitorContext, keys: readonly string[]): void => {
    if (keys.length === 0) return;
    // Not meant to reject, and nobody waits for it.
    ask(visitor, keys, { deadline: clock.monotonic() + refreshMs, isRefresh: true }).catch(() => undefined);
  };

  const replaceFailed = (outcomes: readonly SourcedOutcome[], visitorText: string): readonly SourcedOutcome[] => {
    if (outcomes.every(({ kind }) => kind !== 'failed')) return outcomes;
    const replaced = outcomes.flatMap((outcome) => standIn(outcome, cache, visitorText));
    counters.staleHits += countKeys(replaced, 'stale');
    return replaced;
  };

  return (visitor, keys, limits) => {
    if (keys === 'all') return ask(visitor, keys, limits);
    const visitorText = visitorKey(visitor);
    const { usable, missing, outdated } = lookUp(cache, visitorText, keys);
    refresh(visitor, outdated);
    counters.freshHits += usable.size;
    const known = toOutcome(usable, 'cache');
    if (missing.length === 0) return Promise.resolve(known);
    return ask(visitor, missing, limits).then((outcomes) => [...known, ...replaceFailed(outcomes, visitorText)]);
  };
}
