import type { Clock } from '../core/clock.js';
import { settledBy } from './deadline.js';
import type { Quota } from './quota.js';
import { wrapTransport } from './transport.js';
import type { ApiOutcome, Transport } from './transport.js';

const usedUp: ApiOutcome = { kind: 'failed', reason: 'RATE_LIMITED' };

/** Nothing was sent, so that this says nothing of the API. */
const tooLate: ApiOutcome = { kind: 'failed', reason: 'TIMEOUT', detail: 'stalled' };

/** Fails a call where the minute's quota is used up: at once, or once that is known. */
export function withQuota(next: Transport, quota: Quota, clock: Clock): Transport {
  return {
    send(request, limits) {
      const sendIf = (isTaken: boolean | undefined): Promise<ApiOutcome> =>
        isTaken === true ? next.send(request, limits) : Promise.resolve(isTaken === false ? usedUp : tooLate);
      const isTaken = quota.take(limits);
      return typeof isTaken === 'boolean' ? sendIf(isTaken) : settledBy(isTaken, limits.deadline, clock).then(sendIf);
    },
    close() {
      quota.close();
      return next.close();
    },
  };
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
