import { createHash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.js';
import { lazily } from './lazily.js';

/** Customers who were erased, for as long as something of theirs may still come in. Kept as digests with a random key. */
export interface ForgottenCustomers {
  add(customerId: string): void;
  /** Whether the customer was forgotten at that time, on the clock's monotonic scale, or later. */
  hasSince(customerId: string, since: number): boolean;
}

/** As long as what pages were given is taken back from browsers. */
const keptMs = 86_400_000;

const maxCustomers = 100_000;

export function createForgottenCustomers(clock: Clock): ForgottenCustomers {
  const salt = randomBytes(32);
  // It takes its whole room at once, some two megabytes, and hardly any site forgets anybody.
  const times = lazily(() => new LRUCache<string, number>({ max: maxCustomers }));
  let hasAny = false;
  const digestOf = (customerId: string): string =>
    createHash('sha256').update(salt).update(customerId).digest('base64');
  return {
    add(customerId) {
      hasAny = true;
      times().set(digestOf(customerId), clock.monotonic());
    },
    hasSince(customerId, since) {
      if (!hasAny) return false;
      const time = times().get(digestOf(customerId));
      return time !== undefined && time >= since && time > clock.monotonic() - keptMs;
    },
  };
}
