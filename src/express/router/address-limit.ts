import { isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../core/clock.js';
import { lazily } from '../../core/lazily.js';

/** Requests that each address may make. */
export interface AddressLimit {
  /** Takes one request of the address; `false` where its minute has none left. */
  take(address: string): boolean;
}

interface Window {
  readonly endsAt: number;
  used: number;
}

const minuteMs = 60_000;

/** Some two megabytes. Beyond it the addresses that were quiet for longest begin anew. */
const maxAddresses = 10_000;

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

/** Whoever has one IPv6 address has at least the 2^64 around it. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('%')) return address;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = canonical.split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}

/** So many requests within the minute that an address's first one begins. An IPv6 address stands for its network. */
export function createAddressLimit(perMinute: number, clock: Clock): AddressLimit {
  // The room for it is taken at once.
  const windows = lazily(() => new LRUCache<string, Window>({ max: maxAddresses }));

  return {
    take(address) {
      const network = networkOf(address);
      const now = clock.monotonic();
      const known = windows().get(network);
      if (known === undefined || known.endsAt <= now) {
        windows().set(network, { endsAt: now + minuteMs, used: 1 });
        return true;
      }
      if (known.used >= perMinute) return false;
      known.used += 1;
      return true;
    },
  };
}
