import type { FetchedExperience } from '../client/decode-fetch.js';
import type { DefaultReason, Experience, Variables } from '../core/experience.js';
import type { Warnings } from '../core/warnings.js';
import { defaultExperience, defaultsFor, matchedExperience } from './build-experience.js';
import type { KnownAnswer } from './known-answers.js';
import type { SourcedOutcome } from './sourced-outcome.js';

/** What came of one question. */
export interface Resolution {
  /** One for each key that was asked for; for `'all'` one for each that the visitor matched. */
  readonly experiences: readonly Experience[];
  /** Why any key that is not among them has its default: for `'all'`, which names no keys. */
  readonly otherwise: DefaultReason;
}

const noKeys: ReadonlySet<string> = new Set();

/** Makes experiences of answers, over the configured defaults. */
export interface Shower {
  /** The default of one key. */
  readonly standIn: (key: string, reason: DefaultReason) => Experience;
  readonly showKnown: (key: string, answer: KnownAnswer) => Experience;
  readonly showOutcome: (outcome: SourcedOutcome) => Resolution;
}

/** What a cached answer comes to, for as long as the cache holds it: a busy page shows the same ones over and over. */
function createCachedShow(defaults: Readonly<Record<string, Variables>>): (fetched: FetchedExperience) => Experience {
  const shown = new WeakMap<FetchedExperience, Experience>();
  return (fetched) => {
    const before = shown.get(fetched);
    if (before) return before;
    const experience = matchedExperience(fetched, defaultsFor(defaults, fetched.key), 'cache');
    shown.set(fetched, experience);
    return experience;
  };
}

export function createShower(defaults: Readonly<Record<string, Variables>>, warnings: Warnings): Shower {
  const showCached = createCachedShow(defaults);

  const standIn = (key: string, reason: DefaultReason): Experience =>
    defaultExperience(key, defaultsFor(defaults, key), reason);

  /** A key that nobody asked for is the API's own text, and may be anything. */
  const warnOfDropped = (key: string, problem: string, isOurs: boolean): void => {
    const subject = isOurs ? `Experience '${key}'` : 'An experience';
    warnings.once('MOE_WARN_BAD_EXPERIENCE', subject, `${subject} came but was dropped: ${problem}`);
  };

  const showKnown = (key: string, answer: KnownAnswer): Experience => {
    if (answer.kind === 'unanswered') return standIn(key, answer.reason);
    const { fetched, source } = answer;
    if (fetched === undefined) return standIn(key, 'NOT_MATCHED');
    return source === 'cache' ? showCached(fetched) : matchedExperience(fetched, defaultsFor(defaults, key), source);
  };

  const showOutcome = (outcome: SourcedOutcome): Resolution => {
    if (outcome.kind === 'inactive') {
      return { experiences: outcome.keys.map((key) => standIn(key, 'NOT_ACTIVE')), otherwise: 'NOT_ACTIVE' };
    }
    const { keys } = outcome;
    const asked = keys === 'all' ? undefined : keys;
    if (outcome.kind === 'failed') {
      const { reason } = outcome.failure;
      return { experiences: (asked ?? []).map((key) => standIn(key, reason)), otherwise: reason };
    }
    const { experiences, dropped } = outcome.answer;
    const badKeys = dropped.length === 0 ? noKeys : new Set(dropped.map(({ key }) => key));
    for (const { key, problem } of dropped) warnOfDropped(key, problem, asked?.includes(key) === true);
    const resolved = (asked ?? [...experiences.keys(), ...badKeys]).map((key) => {
      const fetched = experiences.get(key);
      if (fetched) return matchedExperience(fetched, defaultsFor(defaults, key), outcome.source);
      return standIn(key, badKeys.has(key) ? 'BAD_RESPONSE' : 'NOT_MATCHED');
    });
    return { experiences: resolved, otherwise: 'NOT_MATCHED' };
  };

  return { standIn, showKnown, showOutcome };
}
