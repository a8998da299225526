/**
 * Top-level fields of a fetch request that the package itself writes. A visitor or a callback that could name one of
 * them could ask for other experiences or as somebody else.
 */
const reservedFields: ReadonlySet<string> = new Set([
  'identifiers',
  'experience_key',
  'DAY_OF_THE_WEEK',
  'TIME_OF_THE_DAY',
  'USER_IP_ADDRESS',
  'USER_AGENT',
]);

/** `__proto__` changes an object's parent where somebody copies it carelessly. */
const dangerousNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether an in-session attribute must not be called so. */
export function isReservedAttribute(name: string): boolean {
  return reservedFields.has(name) || dangerousNames.has(name);
}
