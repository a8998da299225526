import type { Clock } from '../core/clock.js';
import type { Counters } from '../core/counters.js';
import { wrapTransport } from './transport.js';
import type { Transport } from './transport.js';

/** Counts the calls that really go out, and how long they take. */
export function withMeter(next: Transport, counters: Counters, clock: Clock): Transport {
  return wrapTransport(next, (request, limits) => {
    counters.calls += 1;
    const startedAt = clock.monotonic();
    return next.send(request, limits).then((outcome) => {
      counters.latencies.record(clock.monotonic() - startedAt);
      return outcome;
    });
  });
}
