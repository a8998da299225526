import type { Clock } from '../core/clock.js';
import type { ExperienceContext } from '../core/experience.js';
import type { OnSame } from './answer-cache.js';
import type { SeenVariations } from './seen-variations.js';
import type { Ask } from './sourced-outcome.js';

/** When answers came, by their contexts: of what comes out of a cache it tells the age. */
export interface ArrivalTimes {
  /** Milliseconds since the answer came; `undefined` for one that did not come to this process. */
  ageMs(context: ExperienceContext): number | undefined;
}

export interface NotingPorts {
  readonly seen: SeenVariations;
  readonly clock: Clock;
}

/** Asks, and notes what comes for previews and for pages that explain themselves. */
export function noteAnswers(
  ask: Ask,
  { seen, clock }: NotingPorts,
): { readonly ask: Ask; readonly times: ArrivalTimes; readonly onSame: OnSame } {
  const arrivals = new WeakMap<ExperienceContext, number>();
  return {
    times: {
      ageMs(context) {
        const arrivedAt = arrivals.get(context);
        return arrivedAt === undefined ? undefined : clock.monotonic() - arrivedAt;
      },
    },
    onSame(kept, anew) {
      arrivals.set(kept.context, arrivals.get(anew.context) ?? clock.monotonic());
    },
    ask: (visitor, keys, limits) =>
      ask(visitor, keys, limits).then((outcomes) => {
        for (const outcome of outcomes) {
          if (outcome.kind !== 'fetched') continue;
          for (const fetched of outcome.answer.experiences.values()) {
            arrivals.set(fetched.context, clock.monotonic());
            seen.note(fetched, visitor.identity);
          }
        }
        return outcomes;
      }),
  };
}
