/**
 * Parent of every record whose keys come from outside. It has no string keys, so `record['constructor']` is
 * `undefined`, and it can still be printed: a template that writes the record itself must not throw.
 */
const recordPrototype: object = Object.freeze(
  Object.create(null, { [Symbol.toPrimitive]: { value: () => '[object Object]' } }) as object,
);

/** An empty record on which any key, `__proto__` included, is a plain own property. */
export function createRecord<Value>(): Record<string, Value> {
  return Object.create(recordPrototype) as Record<string, Value>;
}

/** A record holding these entries, in this order; a later entry of the same key wins. */
export function recordOf<Value>(entries: Iterable<readonly [string, Value]>): Record<string, Value> {
  const record = createRecord<Value>();
  for (const [key, value] of entries) record[key] = value;
  return record;
}
