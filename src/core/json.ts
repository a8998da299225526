/** Any value that JSON can carry, deeply read-only. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Deeper than any payload that a person wrote, and shallow enough for every recursive walk. */
export const maxJsonDepth = 32;

/** A value that is an object and not an array: what the wire calls an object. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Shorter texts are parsed at once, however deep: the worst of them costs a few milliseconds. */
const leastLengthToScan = 65_536;

/** Room for what an answer wraps around its values. */
const maxTextDepth = 2 * maxJsonDepth;

const quote = 0x22;
const backslash = 0x5c;

/** Index of the quote that ends the string which begins before `from`; past the end where there is none. */
function endOfString(text: string, from: number): number {
  let index = from;
  while (index < text.length && text.charCodeAt(index) !== quote) {
    index += text.charCodeAt(index) === backslash ? 2 : 1;
  }
  return index;
}

/** Whether objects and arrays are nested deeper than anything that is used. Reads each character once. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index + 1);
    // `[` and `{`, `]` and `}` differ in one bit.
    else if ((code | 0x20) === 0x7b) depth += 1;
    else if ((code | 0x20) === 0x7d) depth -= 1;
    if (depth > maxTextDepth) return true;
  }
  return false;
}

/**
 * What `JSON.parse` makes of the text, or `undefined` where it is not JSON, or long and deeper than anything that is
 * used: a megabyte of brackets would keep `JSON.parse`, and with it every other page, busy for a tenth of a second.
 */
export function parseJson(text: string): unknown {
  if (text.length >= leastLengthToScan && isTooDeep(text)) return undefined;
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

/** Whether two values that `isFrozenJson` has passed are written alike, members in the same order. */
export function isSameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  const others = Object.keys(other);
  if (names.length !== others.length) return false;
  return names.every(
    (name, index) => name === others[index] && isSameJson(Reflect.get(one, name), Reflect.get(other, name)),
  );
}
