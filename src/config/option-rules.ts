import { hasControlCharacter } from '../core/text.js';
import { invalidOption } from '../core/option-errors.js';

/** The option, or its fallback where it is absent. `null` is not absent, and no option allows it. */
export function given<Value, Fallback>(value: Value | undefined, fallback: Fallback): Value | Fallback {
  return value === undefined ? fallback : value;
}

/** Longer than any key that the vendor's dashboard makes (5 to 50 characters). */
const maxKeyLength = 100;

/** Whether a string can be an experience key: 1 to 100 characters, no control characters, no surrounding space. */
export function isExperienceKey(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= maxKeyLength &&
    value === value.trim() &&
    !hasControlCharacter(value)
  );
}

/** A list of experience keys, each once, in the given order. */
export function parseKeys(name: string, value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw invalidOption(name, 'an array of experience keys', value);
  // A copy, in which a hole is the `undefined` that it reads as.
  const keys: readonly unknown[] = Array.from<unknown>(value);
  const parsed = keys.map((key, index) => {
    if (isExperienceKey(key)) return key;
    throw invalidOption(
      `${name}[${index}]`,
      `an experience key: 1 to ${maxKeyLength} characters without control characters or surrounding spaces`,
      key,
    );
  });
  return Object.freeze([...new Set(parsed)]);
}

/** A whole number of milliseconds between the bounds, both included. */
export function parseMilliseconds(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidOption(name, `a whole number of milliseconds from ${least} to ${most}`, value);
}

/** A whole number between the bounds, both included. */
export function parseInteger(name: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidOption(name, `a whole number from ${least} to ${most}`, value);
}

export function parseBoolean(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw invalidOption(name, 'true or false', value);
}

/** A list of strings, each once, that all satisfy `isAllowed`. */
export function parseNames(
  name: string,
  value: unknown,
  rule: string,
  isAllowed: (item: string) => boolean,
): readonly string[] {
  if (!Array.isArray(value)) throw invalidOption(name, `an array of strings, each ${rule}`, value);
  const items: readonly unknown[] = Array.from<unknown>(value);
  const parsed = items.map((item, index) => {
    if (typeof item === 'string' && isAllowed(item)) return item;
    throw invalidOption(`${name}[${index}]`, rule, item);
  });
  return Object.freeze([...new Set(parsed)]);
}
