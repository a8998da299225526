// Nothing of it is used: a client is told by its shape. But whoever has a client has this package, and who does not had better
// hear of it here.
import 'redis';
import type { AnswerStore } from '../core/answer-store.js';
import { systemClock } from '../core/clock.js';
import type { QuotaStore } from '../core/quota-store.js';
import { createRedisEventStore } from './redis/redis-event-store.js';
import type { RedisEventStore } from './redis/redis-event-store.js';
import { createRedisLink } from './redis/redis-link.js';
import { parseRedisOptions } from './redis/redis-options.js';
import type { RedisStoresOptions } from './redis/redis-options.js';
import { createRedisAnswerStore } from './redis/shared-cache.js';
import { createRedisQuotaStore } from './redis/shared-quota.js';

export type { RedisClientLike } from './redis/redis-client.js';
export type { DeadLetter, RedisEventStore } from './redis/redis-event-store.js';
export type { RedisStoresOptions } from './redis/redis-options.js';
export { RedisTrouble } from './redis/redis-trouble.js';

/** What many processes share, each for the option of its name as its `store`. */
export interface RedisStores {
  /** For `cache.store`. */
  readonly cache: AnswerStore;
  /** For `quota.store`. */
  readonly quota: QuotaStore;
  /** For `events.store`. Keeps events for a day at most. */
  readonly events: RedisEventStore;
}

const eventLifetimeMs = 86_400_000;

/** Seven times as long as a process that is busy keeps still. */
const eventStaleMs = 15_000;

/**
 * Stores over the application's own Redis client. Redis is never required: where it is not there, slow or full, each
 * process goes on by itself, and uses it again when it is back. Nothing in Redis tells who a visitor is.
 *
 * @throws PersonalizeError `MOE_OPTION_INVALID`, `MOE_OPTION_MISSING`, `MOE_OPTION_UNKNOWN`.
 */
export function createRedisStores(options: RedisStoresOptions): RedisStores {
  const { client, prefix, fallback } = parseRedisOptions(options);
  const link = createRedisLink(client, { clock: systemClock });
  const settings = { link, prefix, fallback, lifetimeMs: eventLifetimeMs, staleMs: eventStaleMs };
  return {
    cache: createRedisAnswerStore(link, prefix),
    quota: createRedisQuotaStore(link, prefix),
    events: createRedisEventStore(settings),
  };
}
