import type { Variables } from '../core/experience.js';
import { isFrozenJson, isJsonObject, maxJsonDepth, parseJson } from '../core/json.js';
import { createRecord } from '../core/record.js';
import { invalidOption } from '../core/option-errors.js';
import { isExperienceKey } from './option-rules.js';

/** JSON text of the value, or `undefined` where it has none (a cycle, a `BigInt`, a function). */
function jsonText(value: unknown): string | undefined {
  try {
    const text: unknown = JSON.stringify(value);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** One experience's defaults as a frozen copy, so that nobody changes them for every visitor later. */
export function parseVariables(name: string, value: unknown): Variables {
  if (!isJsonObject(value)) throw invalidOption(name, 'an object of variables', value);
  const variables = createRecord<Variables[string]>();
  for (const [variable, given] of Object.entries(value)) {
    if (given === undefined) continue;
    const text = jsonText(given);
    const copy = text === undefined ? undefined : parseJson(text);
    if (copy === undefined || !isFrozenJson(copy)) {
      throw invalidOption(`${name}.${variable}`, `a JSON value nested at most ${maxJsonDepth} deep`, given);
    }
    variables[variable] = copy;
  }
  return Object.freeze(variables);
}

/** The `defaults` option: experience key → variables. */
export function parseDefaults(value: unknown): Readonly<Record<string, Variables>> {
  const defaults = createRecord<Variables>();
  if (value === undefined) return Object.freeze(defaults);
  if (!isJsonObject(value)) throw invalidOption('defaults', 'an object: experience key → variables', value);
  for (const [key, variables] of Object.entries(value)) {
    if (!isExperienceKey(key)) throw invalidOption('a key of defaults', 'an experience key', key);
    if (variables !== undefined) defaults[key] = parseVariables(`defaults['${key}']`, variables);
  }
  return Object.freeze(defaults);
}
