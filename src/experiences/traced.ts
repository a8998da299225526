import type { Clock } from '../core/clock.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Keys } from '../client/fetch-chunks.js';
import type { Resolver } from './resolver.js';

/** One question that a page put. */
export interface Question {
  readonly keys: Keys;
  /** As it was sent, where anything was. */
  readonly visitor: VisitorContext;
  /** `undefined` while it is not answered. */
  durationMs: number | undefined;
}

/** The same resolver, which notes what it is asked and how long that takes. What it knows at once is no question. */
export function traced(next: Resolver, questions: Question[], clock: Clock): Resolver {
  return {
    ...next,
    resolve(visitor, keys, limits) {
      const startedAt = clock.monotonic();
      const question: Question = { keys, visitor, durationMs: undefined };
      questions.push(question);
      return next.resolve(visitor, keys, limits).then((resolution) => {
        question.durationMs = clock.monotonic() - startedAt;
        return resolution;
      });
    },
  };
}
