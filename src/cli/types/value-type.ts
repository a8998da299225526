import type { JsonValue } from '../../core/json.js';
import { isJsonObject } from '../../core/json.js';
import { memberName } from './names.js';

/** Stands for whatever JSON there may be; the written file imports it from the package. */
export const anyJson = 'JsonValue';

/** Deeper than this a payload is somebody else's document, whose type would tell nobody anything. */
const maxDepth = 8;

/** An object of more names than that is a table, whose names are data. */
const maxNames = 50;

type JsonObject = Readonly<Record<string, JsonValue>>;

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isObject = (value: JsonValue): value is JsonObject => isJsonObject(value);

function scalarType(value: JsonValue): string {
  return value === null ? 'null' : typeof value;
}

/** Names of these objects in order, each with the values that it has among them. */
function membersOf(objects: readonly JsonObject[]): readonly (readonly [string, readonly JsonValue[]])[] {
  const members = new Map<string, JsonValue[]>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      const values = members.get(name);
      if (values) values.push(value);
      else members.set(name, [value]);
    }
  }
  return [...members].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** `{ … }` over several lines, of which the first is not indented; optional is what some of the objects lack. */
function objectType(objects: readonly JsonObject[], indent: string, prefix: string, depth: number): string {
  const lines = membersOf(objects).map(([name, values]) => {
    const mark = values.length < objects.length ? '?' : '';
    return `${indent}  ${prefix}${memberName(name)}${mark}: ${typeOfValues(values, `${indent}  `, depth)};\n`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

function nestedType(objects: readonly JsonObject[], indent: string, depth: number): string {
  const names = new Set(objects.flatMap((object) => Object.keys(object)));
  if (names.size > 0 && names.size <= maxNames) return objectType(objects, indent, 'readonly ', depth);
  const values = objects.flatMap((object) => Object.values(object));
  return `Readonly<Record<string, ${typeOfValues(values, indent, depth)}>>`;
}

function listType(lists: readonly (readonly JsonValue[])[], indent: string, depth: number): string {
  const item = typeOfValues(lists.flat(1), indent, depth);
  return `readonly ${/ \| |^readonly /.test(item) ? `(${item})` : item}[]`;
}

/** The type that all of these values have, in the same words for the same values in any order. */
export function typeOfValues(values: readonly JsonValue[], indent: string, depth: number = maxDepth): string {
  if (values.length === 0 || depth === 0) return anyJson;
  const [lists, objects] = [values.filter(isList), values.filter(isObject)];
  const scalars = values.filter((value) => !isList(value) && !isObject(value)).map(scalarType);
  return [
    ...[...new Set(scalars)].sort(),
    ...(lists.length === 0 ? [] : [listType(lists, indent, depth - 1)]),
    ...(objects.length === 0 ? [] : [nestedType(objects, indent, depth - 1)]),
  ].join(' | ');
}

/** The type of an experience's variables: one of them is optional where a variation was seen without it. */
export function typeOfVariations(variations: readonly JsonObject[], indent: string): string {
  return objectType(variations, indent, '', maxDepth);
}
