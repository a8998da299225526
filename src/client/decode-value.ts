import { isFrozenJson, isJsonObject, parseJson } from '../core/json.js';
import type { JsonValue } from '../core/json.js';

/**
 * Offerings are a list that the vendor's browser SDK reads for itself; its impressions are lost where the text that it
 * looks for has been taken apart and put together again.
 */
function isOfferings(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const items: readonly unknown[] = value;
  return items.length > 0 && items.every((item) => isJsonObject(item) && Object.hasOwn(item, 'offering_context'));
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A decimal number; a whole one that would lose digits stays text. */
function parseNumber(text: string): number | undefined {
  const number = decimal.test(text.trim()) ? Number(text) : NaN;
  const isWhole = /^[+-]?\d+$/.test(text.trim());
  return Number.isFinite(number) && (!isWhole || Number.isSafeInteger(number)) ? number : undefined;
}

function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** The text as its declared type, or `undefined` where it does not parse as that. */
function coerce(text: string, dataType: unknown): unknown {
  switch (dataType) {
    case 'number':
    case 'float':
      return parseNumber(text);
    case 'boolean':
      return parseBoolean(text);
    case 'json': {
      const value = parseJson(text);
      return isOfferings(value) ? undefined : value;
    }
    default:
      return undefined;
  }
}

/**
 * One entry of a payload: `{ value, data_type }` or a bare value. A string becomes the declared type where it parses
 * and stays as it came where it does not. `undefined` for what is no value: too deep, or an entry without one.
 */
export function decodeValue(entry: unknown): JsonValue | undefined {
  const isWrapped = isJsonObject(entry) && (Object.hasOwn(entry, 'value') || Object.hasOwn(entry, 'data_type'));
  const raw: unknown = isWrapped ? entry.value : entry;
  const coerced = isWrapped && typeof raw === 'string' ? coerce(raw, entry.data_type) : undefined;
  if (coerced !== undefined && isFrozenJson(coerced)) return coerced;
  return isFrozenJson(raw) ? raw : undefined;
}
