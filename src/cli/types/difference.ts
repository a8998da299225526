import { printable } from '../printable.js';
import type { WrittenTypes } from './written-types.js';

/** A name that is new, gone or changed. */
type Change = readonly [mark: '+' | '-' | '~', name: string];

/** Names of one and the other, sorted; those that mean the same in both are left out. */
function compare<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  isEqual: (one: Value, other: Value) => boolean,
): readonly Change[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name): readonly Change[] => {
    const [one, other] = [before.get(name), after.get(name)];
    if (one === undefined) return [['+', name]];
    if (other === undefined) return [['-', name]];
    return isEqual(one, other) ? [] : [['~', name]];
  });
}

const word = ([mark, name]: Change): string => `${mark} '${printable(name)}'`;

/**
 * What differs between the types of a file and those of now, a line for each experience; empty where code compiles with
 * one as with the other. Comments do not count: an experience that is paused meanwhile breaks no build.
 */
export function describeDifference(before: WrittenTypes, after: WrittenTypes): readonly string[] {
  return compare(before, after, (one, other) => one.meaning === other.meaning).map(([mark, key]) => {
    const [one, other] = [before.get(key), after.get(key)];
    if (!one || !other) return word([mark, key]);
    const variables = compare(one.variables, other.variables, (first, second) => first === second);
    return [word([mark, key]), variables.map(word).join(', ')].filter((part) => part !== '').join(': ');
  });
}
