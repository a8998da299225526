import { metrics, trace } from '@opentelemetry/api';
import { systemClock } from '../core/clock.js';
import { createSafeObserver } from '../core/observer.js';
import type { Observer } from '../core/observer.js';
import { createDurations } from './opentelemetry/durations.js';
import { observeStats } from './opentelemetry/observe-stats.js';
import { checkOptions } from './opentelemetry/options.js';
import type { OpenTelemetryOptions } from './opentelemetry/options.js';
import { createSpans } from './opentelemetry/spans.js';

export type { OpenTelemetryOptions } from './opentelemetry/options.js';

/** By which dashboards find what comes from here. */
const scope = 'express-moengage-personalize';

/**
 * Makes an `observer` for `createPersonalize` that gives OpenTelemetry spans and metrics: `personalize.resolve`,
 * `personalize.call` and `personalize.deliver`, their durations, and everything in `stats()`. Nothing in them tells who
 * a visitor is. Without an SDK it does nothing.
 *
 * @throws PersonalizeError `MOE_OPTION_INVALID`, `MOE_OPTION_UNKNOWN`.
 */
export function createOpenTelemetryObserver(options: OpenTelemetryOptions = {}): Observer {
  checkOptions(options);
  const { tracerProvider = trace, meterProvider = metrics, attributes: fixed = {} } = options;
  const meter = meterProvider.getMeter(scope);
  const spans = createSpans(tracerProvider.getTracer(scope), fixed, systemClock);
  const durations = createDurations(meter, fixed);
  const { onStart } = createSafeObserver({
    onStart: ({ stats }) => {
      observeStats(meter, fixed, stats);
    },
  });
  return {
    onResolve(event) {
      spans.onResolve(event);
      durations.onResolve(event);
    },
    onCall(event) {
      spans.onCall(event);
      durations.onCall(event);
    },
    onBreaker: durations.onBreaker,
    onDelivery: spans.onDelivery,
    onStart,
  };
}
