import type { BreakerEvent, CallEvent, DeliveryEvent, ResolveEvent } from '../../../../src/core/observer.js';

/** What hooks are told, good unless told otherwise. */
export const callEvent = (changes: Partial<CallEvent> = {}): CallEvent => ({
  method: 'POST',
  endpoint: '/experiences/fetch',
  status: 200,
  reason: undefined,
  durationMs: 12,
  ...changes,
});

export const resolveEvent = (changes: Partial<ResolveEvent> = {}): ResolveEvent => ({
  experiences: { hero: { source: 'network', reason: undefined } },
  durationMs: 12,
  ...changes,
});

export const deliveryEvent = (changes: Partial<DeliveryEvent> = {}): DeliveryEvent => ({
  events: 3,
  status: 200,
  reason: undefined,
  durationMs: 12,
  ...changes,
});

export const breakerEvent: BreakerEvent = { from: 'closed', to: 'open' };
