import { isFrozenJson, isJsonObject, parseJson } from './json.js';
import type { JsonValue } from './json.js';
import type { EventKind, TrackedEvent } from './tracked-event.js';

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** More than any zone has. */
const mostOffsetSeconds = 86_400;

const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidPattern.test(value);

const isKind = (value: unknown): value is EventKind => value === 'impression' || value === 'click';

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isSeconds = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

const isAttributes = (value: unknown): value is Readonly<Record<string, JsonValue>> =>
  isJsonObject(value) && isFrozenJson(value);

/** The event that a text of JSON describes, frozen; `undefined` for anything else. */
export function readEvent(text: string): TrackedEvent | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value)) return undefined;
  const { uuid, kind, customerId, timeSeconds, utcOffsetSeconds, attributes } = value;
  if (!isUuid(uuid) || !isKind(kind) || !isText(customerId)) return undefined;
  if (!isSeconds(timeSeconds, 0, Number.MAX_SAFE_INTEGER)) return undefined;
  if (!isSeconds(utcOffsetSeconds, -mostOffsetSeconds, mostOffsetSeconds)) return undefined;
  if (!isAttributes(attributes)) return undefined;
  return Object.freeze({ uuid, kind, customerId, timeSeconds, utcOffsetSeconds, attributes });
}
