import type { Experience, Variables } from '../core/experience.js';
import type { Resolver } from './resolver.js';
import { defaultExperience, defaultsFor, matchedExperience } from './build-experience.js';
import type { SeenVariations } from './seen-variations.js';

/** What is shown in place of what the API would say, by key. */
export type ForcedExperiences = ReadonlyMap<string, Experience>;

export interface VariationSources {
  readonly defaults: Readonly<Record<string, Variables>>;
  /** Key → variation id → variables. */
  readonly file: Readonly<Record<string, Readonly<Record<string, Variables>>>>;
  readonly seen: SeenVariations;
}

/** Finds the variations that a preview names: those of the file, else those seen; else the default, which says so. */
export function findForced(
  forced: Readonly<Record<string, string>>,
  { defaults, file, seen }: VariationSources,
): ForcedExperiences {
  const experienceOf = (key: string, variation: string): Experience => {
    const variables = file[key]?.[variation];
    const fetched =
      variables === undefined
        ? seen.find(key, variation)
        : { key, variables, context: Object.freeze({ moe_variation_id: variation }) };
    const ownDefaults = defaultsFor(defaults, key);
    return fetched
      ? matchedExperience(fetched, ownDefaults, 'preview')
      : defaultExperience(key, ownDefaults, 'PREVIEW_UNKNOWN');
  };
  return new Map(Object.entries(forced).map(([key, variation]) => [key, experienceOf(key, variation)] as const));
}

/**
 * The same resolver for a page on which some keys are forced: those are there at once, whoever asks and whatever the API
 * does, and are not asked for. Nothing of them is counted or observed.
 */
export function previewing(next: Resolver, forced: ForcedExperiences): Resolver {
  const split = (
    keys: readonly string[],
  ): { readonly here: readonly Experience[]; readonly others: readonly string[] } => ({
    here: keys.flatMap((key) => forced.get(key) ?? []),
    others: keys.filter((key) => !forced.has(key)),
  });

  return {
    configuredKeys: [...new Set([...next.configuredKeys, ...forced.keys()])],
    standIn(key, reason) {
      // Of what the page has not asked for, and of what is still to come, it shows nothing.
      const isAsked = reason !== 'NOT_REQUESTED' && reason !== 'PENDING';
      return (isAsked ? forced.get(key) : undefined) ?? next.standIn(key, reason);
    },
    refuse(keys, reason) {
      const { here, others } = split(keys);
      return [...here, ...next.refuse(others, reason)];
    },
    resolveKnown(visitor, keys) {
      const { here, others } = split(keys);
      return others.length === 0 ? here : [...here, ...next.resolveKnown(visitor, others)];
    },
    resolve(visitor, keys, limits) {
      if (keys === 'all') {
        return next.resolve(visitor, keys, limits).then(({ experiences, otherwise }) => ({
          experiences: [...forced.values(), ...experiences.filter(({ key }) => !forced.has(key))],
          otherwise,
        }));
      }
      const { here, others } = split(keys);
      if (others.length === 0) return Promise.resolve({ experiences: here, otherwise: 'NOT_REQUESTED' });
      return next
        .resolve(visitor, others, limits)
        .then(({ experiences, otherwise }) => ({ experiences: [...here, ...experiences], otherwise }));
    },
  };
}
