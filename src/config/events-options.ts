import { hasMethods } from '../core/has-methods.js';
import { isJsonObject } from '../core/json.js';
import { invalidOption, refuseUnknownNames } from '../core/option-errors.js';
import { given, parseBoolean, parseInteger, parseMilliseconds } from './option-rules.js';
import type { EventsOptions } from './personalize-options.js';
import type { ResolvedEventsOptions } from './resolved-options.js';
import { parseSecrets } from './secrets.js';

const impressionModes = ['render', 'visible', 'manual'] as const;

/** Every member's name. A test holds this list, the type and the README's table together. */
export const eventsOptionNames: readonly string[] = Object.keys({
  impressions: true,
  store: true,
  maxQueued: true,
  flushIntervalMs: true,
  batchSize: true,
  anonymous: true,
  secret: true,
  waitUntil: true,
} satisfies Record<keyof EventsOptions, true>);

const defaultMaxQueued = 10_000;
const mostQueued = 1_000_000;
const defaultFlushIntervalMs = 1_000;
const leastFlushIntervalMs = 10;
const mostFlushIntervalMs = 60_000;
/** As many as the API takes in one request. */
const mostUsers = 100;

export const defaultRouterPath = '/personalize';
const maxRouterPath = 200;

function parseImpressions(value: unknown): ResolvedEventsOptions['impressions'] {
  const mode = impressionModes.find((known) => known === value);
  if (mode !== undefined) return mode;
  throw invalidOption('events.impressions', `one of '${impressionModes.join("', '")}'`, value);
}

function isEventStore(value: unknown): value is NonNullable<EventsOptions['store']> {
  return hasMethods(value, 'open');
}

function parseStore(value: unknown): EventsOptions['store'] {
  if (value === undefined || isEventStore(value)) return value;
  throw invalidOption('events.store', 'an event store, such as createDiskEventStore({ directory })', value);
}

function isWaitUntil(value: unknown): value is NonNullable<EventsOptions['waitUntil']> {
  return typeof value === 'function';
}

function parseWaitUntil(value: unknown): EventsOptions['waitUntil'] {
  if (value === undefined || isWaitUntil(value)) return value;
  throw invalidOption('events.waitUntil', 'a function', value);
}

/** The `events` option; `undefined` for `false`. */
export function parseEvents(value: unknown): ResolvedEventsOptions | undefined {
  if (value === false) return undefined;
  if (!isJsonObject(value)) throw invalidOption('events', 'false or an object', value);
  refuseUnknownNames('events', value, eventsOptionNames);
  return Object.freeze({
    impressions: parseImpressions(given(value.impressions, 'render')),
    store: parseStore(value.store),
    maxQueued: parseInteger('events.maxQueued', given(value.maxQueued, defaultMaxQueued), 1, mostQueued),
    flushIntervalMs: parseMilliseconds(
      'events.flushIntervalMs',
      given(value.flushIntervalMs, defaultFlushIntervalMs),
      leastFlushIntervalMs,
      mostFlushIntervalMs,
    ),
    batchSize: parseInteger('events.batchSize', given(value.batchSize, mostUsers), 1, mostUsers),
    anonymous: parseBoolean('events.anonymous', given(value.anonymous, false)),
    secrets: value.secret === undefined ? [] : parseSecrets('events.secret', value.secret),
    waitUntil: parseWaitUntil(value.waitUntil),
  });
}

/** The path without its trailing slash. Only characters that mean themselves in a path and in HTML. */
export function parseRouterPath(value: unknown): string {
  const isPath =
    typeof value === 'string' && value.length <= maxRouterPath && /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+\/?$/.test(value);
  if (!isPath) throw invalidOption('routerPath', "a path of this site such as '/personalize'", value);
  return value.replace(/\/$/, '');
}
