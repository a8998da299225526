import type { FetchContext } from '../../client/encode-fetch.js';
import type { ExperienceMeta } from '../../client/fetch-metadata.js';
import type { PersonalizeClient } from '../../client/personalize-client.js';
import type { Variables } from '../../core/experience.js';

/** What was seen of a workspace. */
export interface Collected {
  readonly experiences: readonly ExperienceMeta[];
  /** Experience key → the variables of each variation that a sample visitor got. */
  readonly variations: ReadonlyMap<string, readonly Variables[]>;
  /** Experience key → why an answer for it could not be read. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The first of each key. */
function uniqueByKey(experiences: readonly ExperienceMeta[]): readonly ExperienceMeta[] {
  const byKey = new Map<string, ExperienceMeta>();
  for (const experience of experiences) if (!byKey.has(experience.key)) byKey.set(experience.key, experience);
  return [...byKey.values()];
}

/**
 * Reads the metadata, and as each of these visitors the payloads of what is Active; nobody gets the rest. One visitor
 * after the other, so that pages have the quota to themselves.
 * @throws PersonalizeError where any call fails: half a workspace is no workspace.
 */
export async function collect(client: PersonalizeClient, visitors: readonly FetchContext[]): Promise<Collected> {
  const experiences = uniqueByKey(await client.fetchExperiencesMeta());
  const keys = experiences.filter(({ status }) => status === 'Active').map(({ key }) => key);
  const variations = new Map<string, Variables[]>();
  const problems = new Map<string, string>();
  for (const visitor of keys.length === 0 ? [] : visitors) {
    const { experiences: fetched, dropped, errors } = await client.fetchExperiences({ ...visitor, keys });
    for (const { error } of errors) throw error;
    for (const { key, problem } of dropped) problems.set(key, problem);
    for (const { key, variables } of fetched) {
      const seen = variations.get(key);
      if (seen) seen.push(variables);
      else variations.set(key, [variables]);
    }
  }
  return { experiences, variations, problems };
}
