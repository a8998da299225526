/**
 * A reply as RESP 2 gives it, whichever protocol the client speaks: maps are lists of keys and values, texts are UTF-8.
 * Only `XREAD` and `XREADGROUP` are not brought to one form; in a script they have one.
 */
export type RedisReply = null | number | string | readonly RedisReply[];

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** RESP 2 gives numbers with a fraction as text, and has no truth values. */
function replyOfScalar(value: unknown): RedisReply {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? value : String(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'bigint' ? String(value) : null;
}

/** What the client made of a reply, by the protocol and the type mapping that its owner chose. */
export function normalizeReply(value: unknown): RedisReply {
  if (!isPlainObject(value)) return replyOfScalar(value);
  if (Array.isArray(value)) return value.map(normalizeReply);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (value instanceof Map) return [...value].flat().map(normalizeReply);
  if (value instanceof Set) return [...value].map(normalizeReply);
  return Object.entries(value).flat().map(normalizeReply);
}
