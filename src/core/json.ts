/** Any value that JSON can carry, deeply read-only. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Deeper than any payload that a person wrote, and shallow enough for every recursive walk. */
export const maxJsonDepth = 32;

/** A value that is an object and not an array: what the wire calls an object. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `JSON.parse` makes of the text, or `undefined` where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Whether a value is JSON of a sane depth; if so it is frozen, deeply, and rid of `__proto__` members, which would
 * change the parent of whatever object they are copied onto. Meant for values fresh from `JSON.parse`: a value that is
 * refused may have been frozen in part.
 */
export function isFrozenJson(value: unknown, depth: number = maxJsonDepth): value is JsonValue {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) {
    return value === null || typeof value === 'string' || typeof value === 'boolean';
  }
  if (depth === 0) return false;
  Reflect.deleteProperty(value, '__proto__');
  const members: readonly unknown[] = Object.values(value);
  if (!members.every((member) => isFrozenJson(member, depth - 1))) return false;
  Object.freeze(value);
  return true;
}
