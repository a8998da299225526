import type { ReadAttributes } from '../config/personalize-options.js';
import { isReservedAttribute } from '../config/reserved-names.js';
import { isJsonObject } from '../core/json.js';
import { createRecord } from '../core/record.js';
import { hasControlCharacter } from '../core/text.js';
import type { CallbackPiece, Complain } from './callback-piece.js';
import { cleanAttributeValue, noAttributes } from './query-attributes.js';
import type { Attributes } from './query-attributes.js';

const maxNameLength = 100;
const maxAttributes = 50;

/** The wire takes strings; what has no plain spelling is not guessed at. */
function spell(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || Number.isFinite(value)) return String(value);
  return undefined;
}

function findTrouble(name: string, spelled: string | undefined, count: number): [string, string] | undefined {
  if (isReservedAttribute(name)) return ['reserved', 'a reserved name is left out'];
  if (name === '' || name.length > maxNameLength || hasControlCharacter(name)) {
    return ['name', `a name is left out: it must have 1 to ${maxNameLength} characters`];
  }
  if (spelled === undefined) return ['value', 'a value is left out: it must be a string, a finite number or a boolean'];
  if (count >= maxAttributes) return ['count', `attributes past the first ${maxAttributes} are left out`];
  return undefined;
}

function cleanAttributes(value: unknown, complain: Complain): Attributes {
  if (value === undefined || value === null) return noAttributes;
  if (!isJsonObject(value)) {
    complain('shape', 'it must return an object');
    return noAttributes;
  }
  const attributes = createRecord<string>();
  let count = 0;
  for (const [name, given] of Object.entries(value)) {
    if (given === undefined || given === null) continue;
    const spelled = spell(given);
    const trouble = findTrouble(name, spelled, count);
    const cleaned = spelled === undefined ? undefined : cleanAttributeValue(spelled);
    if (trouble) complain(...trouble);
    if (trouble || cleaned === undefined) continue;
    attributes[name] = cleaned;
    count += 1;
  }
  return count === 0 ? noAttributes : Object.freeze(attributes);
}

/** The `attributes` option: none where it is not given or fails. */
export function attributesPiece(callback: ReadAttributes | undefined): CallbackPiece<Attributes> {
  return {
    name: 'attributes',
    warning: 'MOE_WARN_ATTRIBUTES',
    callback,
    absent: noAttributes,
    clean: cleanAttributes,
  };
}

/** Both, of which the custom ones win. */
export function mergeAttributes(query: Attributes, custom: Attributes): Attributes {
  if (custom === noAttributes) return query;
  return Object.freeze(Object.assign(createRecord<string>(), query, custom));
}
