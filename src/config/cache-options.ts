import { hasMethods } from '../core/has-methods.js';
import { isJsonObject } from '../core/json.js';
import { invalidOption, refuseUnknownNames } from '../core/option-errors.js';
import { given, parseInteger, parseMilliseconds, parseNames } from './option-rules.js';
import type { CacheOptions, VaryName } from './personalize-options.js';
import type { ResolvedCacheOptions } from './resolved-options.js';

export const varyNames: readonly VaryName[] = [
  'identity',
  'ipAddress',
  'userAgent',
  'device',
  'dayOfWeek',
  'hourOfDay',
  'attributes',
];

/** All that is sent; the kind of device is read from the User-Agent. */
const everythingSent: readonly VaryName[] = varyNames.filter((name) => name !== 'device');

const dayMs = 86_400_000;
const defaultStaleIfErrorMs = 600_000;
const defaultMaxEntries = 10_000;
/** The table is laid out in full at the start: this many take some 25 MB empty. */
const mostEntries = 1_000_000;
const mostBytes = 1_099_511_627_776;
const defaultMaxBytes = 33_554_432;

const cacheOptionNames = Object.keys({
  ttlMs: true,
  staleWhileRevalidateMs: true,
  staleIfErrorMs: true,
  maxEntries: true,
  maxBytes: true,
  vary: true,
  store: true,
} satisfies Record<keyof CacheOptions, true>);

function isVaryName(name: string): name is VaryName {
  return varyNames.some((known) => known === name);
}

function parseVary(value: unknown): readonly VaryName[] {
  if (value === undefined) return everythingSent;
  return parseNames('cache.vary', value, `one of ${varyNames.join(', ')}`, isVaryName).filter(isVaryName);
}

function isAnswerStore(value: unknown): value is NonNullable<CacheOptions['store']> {
  return hasMethods(value, 'open');
}

function parseStore(value: unknown): CacheOptions['store'] {
  if (value === undefined || isAnswerStore(value)) return value;
  throw invalidOption('cache.store', 'an answer store, such as createRedisStores({ client, prefix }).cache', value);
}

/** The `cache` option; `undefined` for `false`. */
export function parseCache(value: unknown): ResolvedCacheOptions | undefined {
  if (value === false) return undefined;
  if (!isJsonObject(value)) throw invalidOption('cache', 'false or an object', value);
  refuseUnknownNames('cache', value, cacheOptionNames);
  const readMs = (name: keyof CacheOptions, fallback: number): number =>
    parseMilliseconds(`cache.${name}`, given(value[name], fallback), 0, dayMs);
  const readCount = (name: keyof CacheOptions, fallback: number, most: number): number =>
    parseInteger(`cache.${name}`, given(value[name], fallback), 1, most);
  return Object.freeze({
    ttlMs: readMs('ttlMs', 0),
    staleWhileRevalidateMs: readMs('staleWhileRevalidateMs', 0),
    staleIfErrorMs: readMs('staleIfErrorMs', defaultStaleIfErrorMs),
    maxEntries: readCount('maxEntries', defaultMaxEntries, mostEntries),
    maxBytes: readCount('maxBytes', defaultMaxBytes, mostBytes),
    vary: parseVary(value.vary),
    store: parseStore(value.store),
  });
}
