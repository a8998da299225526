import { isFrozenJson, isJsonObject, parseJson } from '../../core/json.js';
import { hasControlCharacter } from '../../core/text.js';
import { cleanTarget } from '../click-target.js';
import { cleanElementId } from '../element-id.js';
import type { Impression } from '../impression.js';
import type { Mark } from '../mark.js';

/** A mark, and when it was sealed. */
export interface DatedMark {
  readonly mark: Mark;
  /** Epoch seconds. */
  readonly sealedAt: number;
}

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const maxCustomerIdLength = 512;

/** More than any zone has. */
const mostOffsetSeconds = 86_400;

/** JSON without names, to be short: a page holds one for each element. */
export function writeMark({ impression, elementId, target }: Mark, sealedAt: number): string {
  const { uuid, customerId, utcOffsetSeconds, context } = impression;
  return JSON.stringify([sealedAt, uuid, customerId, utcOffsetSeconds, context, elementId ?? null, target ?? null]);
}

const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidPattern.test(value);

const isCustomerId = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= maxCustomerIdLength && !hasControlCharacter(value);

const isOffset = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= mostOffsetSeconds;

const isContext = (value: unknown): value is Impression['context'] => isJsonObject(value) && isFrozenJson(value);

function readImpression(parts: readonly unknown[]): Impression | undefined {
  const [uuid, customerId, utcOffsetSeconds, context] = parts;
  if (!isUuid(uuid) || !isCustomerId(customerId) || !isOffset(utcOffsetSeconds) || !isContext(context)) {
    return undefined;
  }
  return Object.freeze({ uuid, customerId, utcOffsetSeconds, context });
}

/** What `clean` leaves as it is, or nothing; anything else is not what was sealed. */
function readOptional(value: unknown, clean: (value: unknown) => string | undefined): { text?: string } | undefined {
  if (value === null) return {};
  const text = clean(value);
  return text !== undefined && text === value ? { text } : undefined;
}

/**
 * The mark that a text describes; `undefined` for anything else. A text comes from a token that is authentic, and yet
 * may be of another version, or sealed by whoever else has the secret.
 */
export function readMark(text: string): DatedMark | undefined {
  const parts = parseJson(text);
  if (!Array.isArray(parts) || parts.length !== 7) return undefined;
  const [sealedAt, uuid, customerId, utcOffsetSeconds, context, elementId, target] = parts as readonly unknown[];
  const impression = readImpression([uuid, customerId, utcOffsetSeconds, context]);
  const element = readOptional(elementId, cleanElementId);
  const link = readOptional(target, cleanTarget);
  if (typeof sealedAt !== 'number' || !Number.isSafeInteger(sealedAt)) return undefined;
  if (impression === undefined || element === undefined || link === undefined) return undefined;
  return { mark: Object.freeze({ impression, elementId: element.text, target: link.text }), sealedAt };
}
