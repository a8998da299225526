import type { JsonValue } from '../../src/core/json.js';

/** Members of every object, and what leads from one to the parent that it shares with all others. */
export const inheritedNames: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupSetter__',
];

const poison = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';

/** JSON text of an object with the members given, and with those that would change the parent of a careless reader's. */
export function poisonedJson(members: Readonly<Record<string, string>> = {}): string {
  const own = Object.entries(members).map(([name, json]) => `,${JSON.stringify(name)}:${json}`);
  return `{${poison}${own.join('')}}`;
}

/** The same as a value. */
export function poisoned(members: Readonly<Record<string, string>> = {}): Readonly<Record<string, JsonValue>> {
  return JSON.parse(poisonedJson(members)) as Record<string, JsonValue>;
}

const shared: readonly object[] = [Object, Array, Function, String, Number, Promise, Map].map(
  (type): object => type.prototype,
);

const namesOf = (): string => JSON.stringify(shared.map((parent) => Reflect.ownKeys(parent).map(String).sort()));

const namesBefore = namesOf();

/** What is not as it was of the parents that all objects share. */
export function findPollution(): readonly string[] {
  const polluted = shared.filter((parent) => 'polluted' in parent).map((parent) => parent.constructor.name);
  return [...polluted, ...(namesOf() === namesBefore ? [] : ['a member of a shared parent'])];
}

/** Whether a copy made in the way that changes parents is an object like any other. */
export function isPlainOnceCopied(...sources: readonly unknown[]): boolean {
  const copy: object = Object.assign({}, ...sources);
  return Object.getPrototypeOf(copy) === Object.prototype && !('polluted' in copy);
}
