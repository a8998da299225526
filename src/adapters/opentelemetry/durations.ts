import type { Attributes, Meter } from '@opentelemetry/api';
import { createSafeObserver } from '../../core/observer.js';
import type { SafeObserver } from '../../core/observer.js';
import { describeCall, describeFailure } from './describe.js';
import * as names from './names.js';

/** Seconds, as the semantic conventions want them, and their buckets for HTTP with a few more for what is cached. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** What `stats()` does not have: how long things take, and how often the breaker turned. */
export function createDurations(meter: Meter, fixed: Attributes): SafeObserver {
  const inSeconds = (name: string, description: string): ((durationMs: number, attributes: Attributes) => void) => {
    const advice = { explicitBucketBoundaries: bounds };
    const histogram = meter.createHistogram(name, { description, unit: 's', advice });
    return (durationMs, attributes) => {
      histogram.record(durationMs / 1_000, { ...fixed, ...attributes });
    };
  };
  const resolved = inSeconds('personalize.resolve.duration', 'How long questions of pages took.');
  const called = inSeconds('personalize.call.duration', 'How long calls of the API took, those with events included.');
  const turned = meter.createCounter('personalize.breaker.transitions', {
    description: 'Changes of the state of the circuit breaker.',
    unit: '{transition}',
  });
  return createSafeObserver({
    onResolve(event) {
      resolved(event.durationMs, describeFailure(event));
    },
    onCall(event) {
      called(event.durationMs, describeCall(event));
    },
    onBreaker({ from, to }) {
      turned.add(1, { ...fixed, [names.breakerFrom]: from, [names.breakerTo]: to });
    },
  });
}
