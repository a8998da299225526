import type { Quota } from './quota.js';
import { wrapTransport } from './transport.js';
import type { Transport } from './transport.js';

/** Fails a call at once where the minute's quota is used up. */
export function withQuota(next: Transport, quota: Quota): Transport {
  return wrapTransport(next, (request, limits) =>
    quota.take() ? next.send(request, limits) : Promise.resolve({ kind: 'failed', reason: 'RATE_LIMITED' }),
  );
}

/**
 * Fails a call at once where `most` are under way. There is no waiting line: whoever stood in it would be served last and
 * late, when its page has long gone on without.
 */
export function withBulkhead(next: Transport, most: number): Transport {
  let underWay = 0;
  return wrapTransport(next, async (request, limits) => {
    if (underWay >= most) return { kind: 'failed', reason: 'OVERLOADED' };
    underWay += 1;
    try {
      return await next.send(request, limits);
    } finally {
      underWay -= 1;
    }
  });
}
