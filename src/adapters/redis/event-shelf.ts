import type { EventStore, EventStorePorts, OpenEventStore } from '../../core/event-store.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import type { Warnings } from '../../core/warnings.js';

/** Where events are kept beside memory while they can't be kept in Redis: another store, used as a place and no more. */
export interface EventShelf {
  /** Those that are not there yet. */
  put(events: readonly TrackedEvent[]): void;
  /** Whatever of these is there. */
  remove(events: readonly TrackedEvent[]): void;
  forget(customerId: string): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

const noShelf: EventShelf = {
  put: () => undefined,
  remove: () => undefined,
  forget: () => Promise.resolve(),
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

const everything = { maxUsers: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER };

class Shelf implements EventShelf {
  readonly #store: OpenEventStore;
  readonly #warnings: Warnings;
  readonly #onFound: (events: readonly TrackedEvent[]) => void;
  readonly #known = new Set<string>();
  /** One step at a time: the store lets go only of what it has handed out. */
  #steps: Promise<void> = Promise.resolve();

  constructor(fallback: EventStore, ports: EventStorePorts, onFound: (events: readonly TrackedEvent[]) => void) {
    this.#warnings = ports.warnings;
    this.#onFound = onFound;
    // What the store counts is of no interest: each event is in memory as well, and counted there.
    this.#store = fallback.open({
      ...ports,
      onDropped: () => undefined,
      onRecovered: () => {
        this.#takeAll();
      },
    });
    this.#takeAll();
  }

  put(events: readonly TrackedEvent[]): void {
    const unknown = events.filter(({ uuid }) => !this.#known.has(uuid));
    if (unknown.length === 0) return;
    for (const { uuid } of unknown) this.#known.add(uuid);
    void this.#next(() => {
      for (const event of unknown) this.#store.add(event);
    });
    this.#takeAll();
  }

  remove(events: readonly TrackedEvent[]): void {
    const there = events.filter(({ uuid }) => this.#known.delete(uuid));
    if (there.length === 0) return;
    void this.#next(() => {
      this.#store.settle(there, 'done');
    });
  }

  forget(customerId: string): Promise<void> {
    return this.#next(() => this.#store.forget(customerId));
  }

  flush(): Promise<void> {
    return this.#next(() => this.#store.flush());
  }

  close(): Promise<void> {
    return this.#next(() => this.#store.close());
  }

  #takeAll(): void {
    void this.#next(async () => {
      const found = (await this.#store.take(everything)).filter(({ uuid }) => !this.#known.has(uuid));
      for (const { uuid } of found) this.#known.add(uuid);
      if (found.length > 0) this.#onFound(found);
    });
  }

  #next(step: () => unknown): Promise<void> {
    this.#steps = this.#steps.then(step).then(
      () => undefined,
      () => {
        this.#warnings.repeated('MOE_WARN_EVENT_STORE', 'fallback', "the fallback of Redis's event store failed");
      },
    );
    return this.#steps;
  }
}

/** @param onFound - Hears of events that a process left on the shelf which is no more. They stay there until removed. */
export function createEventShelf(
  fallback: EventStore | undefined,
  ports: EventStorePorts,
  onFound: (events: readonly TrackedEvent[]) => void,
): EventShelf {
  return fallback === undefined ? noShelf : new Shelf(fallback, ports, onFound);
}
