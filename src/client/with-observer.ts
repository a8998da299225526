import type { Clock } from '../core/clock.js';
import type { SafeObserver } from '../core/observer.js';
import { wrapTransport } from './transport.js';
import type { Transport } from './transport.js';

/** Tells of each call that really went out, once it has ended. */
export function withObserver(next: Transport, observer: SafeObserver, clock: Clock): Transport {
  return wrapTransport(next, async (request, limits) => {
    const startedAt = clock.monotonic();
    const outcome = await next.send(request, limits);
    observer.onCall({
      method: request.method,
      endpoint: request.path.replace(/\?.*$/, ''),
      status: outcome.kind === 'answered' ? outcome.status : undefined,
      reason: outcome.kind === 'failed' ? outcome.reason : undefined,
      durationMs: clock.monotonic() - startedAt,
    });
    return outcome;
  });
}
