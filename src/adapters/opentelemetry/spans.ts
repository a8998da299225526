import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, SpanOptions, Tracer } from '@opentelemetry/api';
import type { Clock } from '../../core/clock.js';
import { createSafeObserver } from '../../core/observer.js';
import type { SafeObserver } from '../../core/observer.js';
import { describeCall, describeDelivery, describeResolve, isError } from './describe.js';
import * as names from './names.js';

/**
 * Spans of what has ended: the hooks come once there is a duration. They are of the kind INTERNAL; those of the client
 * are for the instrumentation of the HTTP client to make.
 */
export function createSpans(tracer: Tracer, fixed: Attributes, clock: Clock): SafeObserver {
  /** Nothing is described where nobody listens. */
  const record = (name: string, durationMs: number, describe: () => Attributes, options?: SpanOptions): void => {
    const endTime = clock.monotonic();
    const span = tracer.startSpan(name, { ...options, startTime: endTime - durationMs });
    if (span.isRecording()) {
      const attributes = describe();
      span.setAttributes({ ...fixed, ...attributes });
      if (isError(attributes[names.errorType])) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(endTime);
  };

  return createSafeObserver({
    onResolve(event) {
      record('personalize.resolve', event.durationMs, () => describeResolve(event));
    },
    onCall(event) {
      // Outside of a trace it would be one all by itself. That of a delivery says the same as the delivery.
      if (trace.getSpan(context.active()) === undefined) return;
      record('personalize.call', event.durationMs, () => describeCall(event));
    },
    onDelivery(event) {
      record('personalize.deliver', event.durationMs, () => describeDelivery(event), { root: true });
    },
  });
}
