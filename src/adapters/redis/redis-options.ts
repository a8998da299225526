import { PersonalizeError } from '../../core/errors.js';
import { hasMethods } from '../../core/has-methods.js';
import type { EventStore } from '../../core/event-store.js';
import { isJsonObject } from '../../core/json.js';
import { missingOption, refuseUnknownNames } from '../../core/option-errors.js';
import type { RedisClientLike } from './redis-client.js';

/** Options of `createRedisStores`. */
export interface RedisStoresOptions {
  /**
   * A client of the `redis` package, 5 or 6, made by `createClient`; the application closes it. One that nobody has
   * connected by the next turn of the loop is connected. Commands that Redis does not answer within 50 ms are given up.
   */
  readonly client: RedisClientLike;
  /** Begins the names of all keys: 1 to 100 letters, digits and `-_.:`. Default: `'moe-personalize'`. */
  readonly prefix?: string | undefined;
  /**
   * Where events are kept beside memory while they can't be kept in Redis, such as `createDiskEventStore({ directory })`.
   * Default: none.
   */
  readonly fallback?: EventStore | undefined;
}

export interface ResolvedRedisOptions {
  readonly client: RedisClientLike;
  readonly prefix: string;
  readonly fallback: EventStore | undefined;
}

const owner = 'createRedisStores(options)';
const defaultPrefix = 'moe-personalize';

const optionNames: readonly string[] = Object.keys({
  client: true,
  prefix: true,
  fallback: true,
} satisfies Record<keyof RedisStoresOptions, true>);

const invalid = (name: string, rule: string, value: unknown): PersonalizeError =>
  new PersonalizeError('MOE_OPTION_INVALID', `${name} must be ${rule}; received a ${typeof value}`);

function isClient(value: unknown): value is RedisClientLike {
  // A cluster and a pool have `sendCommand` as well, and can't tell whether they are ready.
  return hasMethods(value, 'connect', 'on', 'sendCommand') && isJsonObject(value) && typeof value.isReady === 'boolean';
}

const isEventStore = (value: unknown): value is EventStore => isJsonObject(value) && hasMethods(value, 'open');

function parsePrefix(value: unknown): string {
  if (value === undefined) return defaultPrefix;
  if (typeof value === 'string' && /^[\w.:-]{1,100}$/.test(value)) return value;
  throw invalid('prefix', '1 to 100 letters, digits and -_.:', value);
}

/** @throws PersonalizeError `MOE_OPTION_INVALID`, `MOE_OPTION_MISSING`, `MOE_OPTION_UNKNOWN`. */
export function parseRedisOptions(options: unknown): ResolvedRedisOptions {
  if (!isJsonObject(options)) throw invalid(owner, 'an object', options);
  const { client, prefix, fallback } = options;
  refuseUnknownNames(owner, options, optionNames);
  if (client === undefined) {
    throw missingOption(
      'client',
      "createRedisStores needs the application's client, made by createClient of the redis package",
    );
  }
  if (!isClient(client)) throw invalid('client', 'made by createClient of the redis package', client);
  if (fallback !== undefined && !isEventStore(fallback)) throw invalid('fallback', 'an event store', fallback);
  return { client, prefix: parsePrefix(prefix), fallback };
}
