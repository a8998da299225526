import { isJsonObject } from './json.js';

/** Whether all of these members are there and are functions. */
export function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  if (typeof value !== 'function' && !isJsonObject(value)) return false;
  return names.every((name) => typeof Reflect.get(value, name) === 'function');
}
