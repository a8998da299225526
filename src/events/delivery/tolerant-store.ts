import { settledBy } from '../../client/deadline.js';
import type { Clock } from '../../core/clock.js';
import type { Warnings } from '../../core/warnings.js';
import type { OpenEventStore, SettleOutcome } from '../../core/event-store.js';
import type { TrackedEvent } from '../../core/tracked-event.js';

/** A store that has not handed out events by then is not waited for any longer. */
const takeMs = 10_000;

/** A store whose changes tell whether they took place. */
export interface TolerantStore extends Omit<OpenEventStore, 'add' | 'settle'> {
  add(event: TrackedEvent): boolean;
  settle(events: readonly TrackedEvent[], outcome: SettleOutcome): boolean;
}

/** What may fail, with a warning in its place. */
function createGuard(warnings: Warnings) {
  const warn = (operation: string): void => {
    const message = `The event store failed to ${operation}: events may wait longer`;
    warnings.repeated('MOE_WARN_EVENT_STORE', operation, message);
  };
  return {
    warn,
    /** Tells whether it took place. */
    change(operation: string, change: () => void): boolean {
      try {
        change();
        return true;
      } catch {
        warn(operation);
        return false;
      }
    },
    async ask<Value>(operation: string, question: () => Promise<Value>, fallback: Value): Promise<Value> {
      try {
        return await question();
      } catch {
        warn(operation);
        return fallback;
      }
    },
  };
}

/** The same store, where what throws, rejects or hangs costs only itself and is warned of: it may be a foreign one. */
export function tolerateFaults(
  store: OpenEventStore,
  { clock, warnings }: { readonly clock: Clock; readonly warnings: Warnings },
): TolerantStore {
  const guard = createGuard(warnings);

  const settle: TolerantStore['settle'] = (events, outcome) =>
    guard.change('settle', () => {
      store.settle(events, outcome);
    });

  return {
    add: (event) =>
      guard.change('add', () => {
        store.add(event);
      }),
    async take(limits) {
      const taking = guard.ask('take', () => store.take(limits), []);
      const taken = await settledBy(taking, clock.monotonic() + takeMs, clock);
      if (taken !== undefined) return taken;
      guard.warn('take');
      void taking.then((late) => settle(late, 'again'));
      return [];
    },
    settle,
    forget: (customerId) => guard.ask('forget', () => store.forget(customerId), 0),
    get pending() {
      return store.pending;
    },
    get oldestSeconds() {
      return store.oldestSeconds;
    },
    flush: () => guard.ask('flush', () => store.flush(), undefined),
    close: () => guard.ask('close', () => store.close(), undefined),
  };
}
