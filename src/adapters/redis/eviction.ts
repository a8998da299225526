import type { Warnings } from '../../core/warnings.js';
import type { RedisLink } from './redis-link.js';

/** Warns where a server that is full may drop events: `allkeys-lru` and its like choose among keys without expiry too. */
export async function warnOfEviction(link: RedisLink, warnings: Warnings): Promise<void> {
  // Some hosts of Redis do not allow it.
  const info = await link.command(['INFO', 'memory']).catch(() => '');
  const policy = /^maxmemory_policy:(?<policy>allkeys-\w+)/m.exec(typeof info === 'string' ? info : '')?.groups?.policy;
  if (policy === undefined) return;
  const message = `Redis may drop events when it is full: its maxmemory-policy is ${policy}; use noeviction or volatile-*`;
  warnings.once('MOE_WARN_EVENT_STORE', 'eviction', message);
}
