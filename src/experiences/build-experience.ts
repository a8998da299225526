import type { FetchedExperience } from '../client/decode-fetch.js';
import type { DefaultReason, Experience, ExperienceSource, Variables } from '../core/experience.js';
import type { JsonValue } from '../core/json.js';
import { createRecord } from '../core/record.js';

const noVariables: Variables = Object.freeze(createRecord<JsonValue>());

/** The defaults that were configured for a key; none for a key that has none. */
export function defaultsFor(defaults: Readonly<Record<string, Variables>>, key: string): Variables {
  return defaults[key] ?? noVariables;
}

/** The stand-in for a variation that is not there. */
export function defaultExperience(key: string, variables: Variables, reason: DefaultReason): Experience {
  return Object.freeze({
    key,
    matched: false,
    variables,
    source: 'default',
    reason,
    variationId: undefined,
    context: undefined,
  });
}

/** `null` is how the API says "no value": the default shows through it. */
function mergeVariables(variation: Variables, defaults: Variables): Variables {
  const merged = createRecord<JsonValue>();
  for (const [name, value] of Object.entries(defaults)) merged[name] = value;
  for (const [name, value] of Object.entries(variation)) {
    if (value !== null || !(name in merged)) merged[name] = value;
  }
  return Object.freeze(merged);
}

/** `moe_variation_id` of a context, which the API gives as text or as a number. */
export function variationIdOf({ moe_variation_id: id }: FetchedExperience['context']): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** The variation that came, over the defaults. */
export function matchedExperience(
  { key, variables, context }: FetchedExperience,
  defaults: Variables,
  source: ExperienceSource,
): Experience {
  return Object.freeze({
    key,
    matched: true,
    variables: defaults === noVariables ? variables : mergeVariables(variables, defaults),
    source,
    reason: undefined,
    variationId: variationIdOf(context),
    context,
  });
}
