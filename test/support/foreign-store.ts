import type { EventStore, OpenEventStore, SettleOutcome } from '../../src/core/event-store.js';
import type { TrackedEvent } from '../../src/core/tracked-event.js';

/** What a store of somebody else's does beside its work, or in its place. */
export interface Meddling {
  /** Before each; may throw. */
  readonly add?: (event: TrackedEvent) => unknown;
  readonly settle?: (events: readonly TrackedEvent[], outcome: SettleOutcome) => unknown;
  readonly forget?: (customerId: string) => unknown;
  readonly flush?: () => unknown;
  readonly close?: () => unknown;
  /** In its place. */
  readonly take?: (take: () => Promise<readonly TrackedEvent[]>) => Promise<readonly TrackedEvent[]>;
}

/** The same store, with somebody else's hand in it. */
export function foreignStore(store: EventStore, meddling: Meddling): EventStore {
  return {
    open(ports) {
      const inner = store.open(ports);
      const outer: OpenEventStore = {
        add(event) {
          meddling.add?.(event);
          inner.add(event);
        },
        take: (limits) => {
          const take = (): Promise<readonly TrackedEvent[]> => inner.take(limits);
          return meddling.take ? meddling.take(take) : take();
        },
        settle(events, outcome) {
          meddling.settle?.(events, outcome);
          inner.settle(events, outcome);
        },
        async forget(customerId) {
          const forgetting = inner.forget(customerId);
          await meddling.forget?.(customerId);
          return forgetting;
        },
        get pending() {
          return inner.pending;
        },
        get oldestSeconds() {
          return inner.oldestSeconds;
        },
        async flush() {
          await meddling.flush?.();
          await inner.flush();
        },
        async close() {
          await meddling.close?.();
          await inner.close();
        },
      };
      return outer;
    },
  };
}

/** Hands the events out a turn of the loop after it took them. */
export const takeSlowly: NonNullable<Meddling['take']> = async (take) => {
  const taking = take();
  await new Promise((resolve) => setImmediate(resolve));
  return taking;
};
