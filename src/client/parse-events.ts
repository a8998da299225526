import { invalidOption, invalidSecret, refuseUnknownNames } from '../core/option-errors.js';
import { given, parseInteger } from '../config/option-rules.js';
import { isJsonObject, maxJsonDepth } from '../core/json.js';
import type { JsonValue } from '../core/json.js';
import { isReportable, maxElements, platforms, requiredAttributes } from './encode-events.js';
import type { EventAction, EventActionName, EventElement, EventPlatform } from './encode-events.js';

const maxOffsetSeconds = 54_000;

/** The year 5138 in seconds, and March 1973 in milliseconds: what is larger was not meant as seconds. */
const mostSeconds = 100_000_000_000;

const uuidV4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

const elementNames = Object.keys({
  customerId: true,
  utcOffsetSeconds: true,
  actions: true,
} satisfies Record<keyof EventElement, true>);

const actionNames = Object.keys({
  action: true,
  uuid: true,
  timeSeconds: true,
  platform: true,
  attributes: true,
} satisfies Record<keyof EventAction, true>);

function isActionName(value: unknown): value is EventActionName {
  return value === 'shown' || value === 'clicked';
}

function isPlatform(value: unknown): value is EventPlatform {
  return platforms.some((platform) => platform === value);
}

function isEpochSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value < mostSeconds;
}

/** Whether it is JSON already, and not only something that JSON can be made of. */
function isJson(value: unknown, depth = maxJsonDepth): value is JsonValue {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) {
    return value === null || typeof value === 'string' || typeof value === 'boolean';
  }
  return depth > 0 && Object.values(value).every((member) => isJson(member, depth - 1));
}

function parseAttributes(name: string, value: unknown): EventAction['attributes'] {
  if (!isJsonObject(value)) throw invalidOption(name, 'the experience context as fetched', value);
  if (!isReportable(value)) {
    const missing = requiredAttributes.find((member) => typeof value[member] !== 'string') ?? '';
    throw invalidOption(`${name}.${missing}`, 'a string, as every experience context has it', value[missing]);
  }
  const { b_id: elementId } = value;
  if (elementId !== undefined && typeof elementId !== 'string') {
    throw invalidOption(`${name}.b_id`, 'a string', elementId);
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const wrong = entries.find(([, member]) => !isJson(member));
  if (wrong) throw invalidOption(`${name}.${wrong[0]}`, `JSON, at most ${maxJsonDepth} levels deep`, wrong[1]);
  return Object.fromEntries(entries.flatMap(([member, json]) => (isJson(json) ? [[member, json] as const] : [])));
}

function parseAction(name: string, raw: unknown): EventAction {
  if (!isJsonObject(raw)) throw invalidOption(name, 'an object', raw);
  refuseUnknownNames(name, raw, actionNames);
  const { action, uuid, timeSeconds } = raw;
  const platform = given(raw.platform, 'web');
  if (!isActionName(action)) throw invalidOption(`${name}.action`, "'shown' or 'clicked'", action);
  if (typeof uuid !== 'string' || !uuidV4.test(uuid)) throw invalidOption(`${name}.uuid`, 'a UUID of version 4', uuid);
  if (!isEpochSeconds(timeSeconds)) throw invalidOption(`${name}.timeSeconds`, 'whole epoch seconds', timeSeconds);
  if (!isPlatform(platform)) throw invalidOption(`${name}.platform`, `one of ${platforms.join(', ')}`, platform);
  return { action, uuid, timeSeconds, platform, attributes: parseAttributes(`${name}.attributes`, raw.attributes) };
}

/** The id of a customer may be personal, so that no message shows it. */
function parseElement(name: string, raw: unknown): EventElement {
  if (!isJsonObject(raw)) throw invalidOption(name, 'an object', raw);
  refuseUnknownNames(name, raw, elementNames);
  const { customerId, utcOffsetSeconds: offset, actions } = raw;
  if (typeof customerId !== 'string' || customerId === '') {
    throw invalidSecret(`${name}.customerId`, 'a string that is not empty', customerId);
  }
  if (!Array.isArray(actions) || actions.length === 0) {
    throw invalidOption(`${name}.actions`, 'an array of at least one action', actions);
  }
  const list: readonly unknown[] = Array.from<unknown>(actions);
  return {
    customerId,
    utcOffsetSeconds:
      offset === undefined
        ? undefined
        : parseInteger(`${name}.utcOffsetSeconds`, offset, -maxOffsetSeconds, maxOffsetSeconds),
    actions: list.map((action, index) => parseAction(`${name}.actions[${index}]`, action)),
  };
}

/** @throws PersonalizeError `MOE_OPTION_INVALID` or `MOE_OPTION_UNKNOWN` for what the API would refuse or ignore. */
export function parseElements(elements: unknown): readonly EventElement[] {
  if (!Array.isArray(elements) || elements.length === 0 || elements.length > maxElements) {
    throw invalidOption('elements', `an array of 1 to ${maxElements} elements`, elements);
  }
  const list: readonly unknown[] = Array.from<unknown>(elements);
  const parsed = list.map((element, index) => parseElement(`elements[${index}]`, element));
  const customers = new Set<string>();
  for (const [index, { customerId }] of parsed.entries()) {
    if (customers.has(customerId)) {
      throw invalidSecret(`elements[${index}].customerId`, 'of one element only, with all of its actions', customerId);
    }
    customers.add(customerId);
  }
  return parsed;
}
