import type { ExperienceMeta } from '../../client/fetch-metadata.js';
import type { Collected } from './collect.js';
import type { KnownExperience } from './declaration.js';
import type { WrittenTypes } from './written-types.js';

/** Why no sample visitor got it. */
function whyUnseen({ key, status }: ExperienceMeta, { problems }: Collected): string {
  if (status !== 'Active') return 'nobody gets it now';
  const problem = problems.get(key);
  return problem === undefined ? 'no sample visitor gets it' : `its answer can't be read: ${problem}`;
}

/**
 * What is known of each experience of the workspace: what was seen now or else what an earlier run saw, so that pausing
 * an experience takes no types away.
 */
export function combine(collected: Collected, previous: WrittenTypes | undefined): readonly KnownExperience[] {
  return collected.experiences.map((experience) => {
    const variations = collected.variations.get(experience.key);
    if (variations) return { ...experience, knowledge: { kind: 'seen', variations } };
    const why = whyUnseen(experience, collected);
    const kept = previous?.get(experience.key);
    if (kept?.day === undefined) return { ...experience, knowledge: { kind: 'unseen', why } };
    return { ...experience, knowledge: { kind: 'kept', type: kept.source, day: kept.day, why } };
  });
}
