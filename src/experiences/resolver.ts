import type { Keys } from '../client/fetch-chunks.js';
import type { CallLimits } from '../client/transport.js';
import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import type { DefaultReason, Experience, Variables } from '../core/experience.js';
import type { ResolveEvent, SafeObserver } from '../core/observer.js';
import { recordOf } from '../core/record.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import type { KnownFor } from './known-answers.js';
import { createShower } from './show-answers.js';
import type { Resolution } from './show-answers.js';
import type { Ask } from './sourced-outcome.js';

/** Turns keys and a visitor into experiences. */
export interface Resolver {
  /** What is known of these keys without asking; of the others nothing. */
  resolveKnown(visitor: VisitorContext, keys: readonly string[]): readonly Experience[];
  /** The defaults of keys that are not asked for, each counted. */
  refuse(keys: readonly string[], reason: DefaultReason): readonly Experience[];
  /** Never rejects: what cannot be had is a default with its reason. */
  resolve(visitor: VisitorContext, keys: Keys, limits: CallLimits): Promise<Resolution>;
  /** Keys that have defaults of their own. */
  readonly configuredKeys: readonly string[];
  /** The default of one key. */
  standIn(key: string, reason: DefaultReason): Experience;
}

export interface ResolverPorts {
  readonly ask: Ask;
  readonly known: KnownFor;
  readonly warnings: Warnings;
  readonly counters: Counters;
  readonly clock: Clock;
  /** Absent where nobody observes, so that nothing is described for nobody. */
  readonly observer?: SafeObserver | undefined;
}

function describe(experiences: readonly Experience[]): ResolveEvent['experiences'] {
  return recordOf(experiences.map(({ key, source, reason }) => [key, { source, reason }] as const));
}

export function createResolver(
  defaults: Readonly<Record<string, Variables>>,
  { ask, known, warnings, counters, clock, observer }: ResolverPorts,
): Resolver {
  const shower = createShower(defaults, warnings);

  const count = ({ reason }: Experience): void => {
    if (reason !== undefined) counters.defaults[reason] = (counters.defaults[reason] ?? 0) + 1;
  };

  /** Where nobody observes it does not matter, and to ask the clock has its price. */
  const startOf = (): number => (observer ? clock.monotonic() : 0);

  const note = (experiences: readonly Experience[], startedAt: number): void => {
    for (const experience of experiences) count(experience);
    observer?.onResolve({ experiences: describe(experiences), durationMs: clock.monotonic() - startedAt });
  };

  return {
    configuredKeys: Object.keys(defaults),
    standIn: shower.standIn,
    refuse(keys, reason) {
      const experiences = keys.map((key) => shower.standIn(key, reason));
      if (experiences.length > 0) note(experiences, startOf());
      return experiences;
    },
    resolveKnown(visitor, keys) {
      const startedAt = startOf();
      const knownFor = known(visitor);
      const experiences: Experience[] = [];
      for (const key of keys) {
        const answer = knownFor(key);
        if (answer) experiences.push(shower.showKnown(key, answer));
      }
      if (experiences.length > 0) note(experiences, startedAt);
      return experiences;
    },
    resolve(visitor, keys, limits) {
      const startedAt = startOf();
      return ask(visitor, keys, limits).then((outcomes) => {
        const resolutions = outcomes.map(shower.showOutcome);
        const experiences = resolutions.flatMap((resolution) => resolution.experiences);
        note(experiences, startedAt);
        return { experiences, otherwise: resolutions[0]?.otherwise ?? 'NOT_REQUESTED' };
      });
    },
  };
}
