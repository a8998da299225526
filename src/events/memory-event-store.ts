import { EventQueue } from '../core/queue/event-queue.js';
import type { EventStore } from '../core/event-store.js';

const lifetimeMs = 3_600_000;

/** Keeps events in this process for an hour at most. What is pending when the process ends is lost. The default. */
export function createMemoryEventStore(): EventStore {
  return {
    open(ports) {
      const queue = new EventQueue(ports, lifetimeMs);
      return {
        add: (event) => {
          queue.add(event);
        },
        take: (limits) => Promise.resolve(queue.take(limits)),
        settle: (events, outcome) => {
          queue.settle(events, outcome);
        },
        forget: (customerId) => Promise.resolve(queue.forget((event) => event.customerId === customerId)),
        get pending() {
          return queue.pending;
        },
        get oldestSeconds() {
          return queue.oldestSeconds;
        },
        flush: () => Promise.resolve(),
        close: () => Promise.resolve(),
      };
    },
  };
}
