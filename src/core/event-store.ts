import type { Clock } from './clock.js';
import type { Secret } from './secret.js';
import type { Warnings } from './warnings.js';
import type { TrackedEvent } from './tracked-event.js';

/** Why a store let go of an event that was not delivered. */
export type StoreDropReason =
  /** The queue was full: impressions go first, the oldest of them first, and clicks only where no impression is left. */
  | 'QUEUE_FULL'
  /** It waited longer than an event may. */
  | 'EXPIRED'
  /** `forget` named its customer. */
  | 'FORGOTTEN'
  /** Another process tracked it, and it can't be read, or several processes died with it in hand. */
  | 'DEAD_LETTER';

/** What became of events that were handed out. */
export type SettleOutcome =
  /** They were delivered. */
  | 'done'
  /** The API refuses them for good. */
  | 'refused'
  /** They are to be sent again. */
  | 'again';

/** How large a queue may grow; beyond it, events are dropped. */
export interface QueueBounds {
  readonly maxEvents: number;
  /** Of the events as JSON text. */
  readonly maxBytes: number;
}

/** Whose events they are, for a store that others can read, or that several workspaces share. */
export interface EventWorkspace {
  readonly id: string;
  /** To make keys from: the first is for what is written, all are for what is read. At least one. */
  readonly secrets: readonly Secret[];
}

export interface EventStorePorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  readonly bounds: QueueBounds;
  /** Always given by `createPersonalize`. */
  readonly workspace?: EventWorkspace | undefined;
  /** Hears of every event let go of, once. */
  readonly onDropped: (count: number, reason: StoreDropReason) => void;
  /** Hears of events that another process tracked and this one has taken over; from then on they are pending here. */
  readonly onRecovered: (count: number) => void;
}

/** How much one batch may hold. */
export interface BatchLimits {
  readonly maxUsers: number;
  /** Of the events as JSON text; a batch holds at least one event, however large. */
  readonly maxBytes: number;
}

/**
 * A store at work. Nothing in it throws or rejects: trouble with disk or network is warned of, and the events stay in
 * memory. At every instant: added + recovered = delivered + dropped + pending.
 */
export interface OpenEventStore {
  /** Takes the event; may drop others, or this one, to stay within its bounds. */
  add(event: TrackedEvent): void;
  /**
   * Hands out the oldest events that are not out yet, in the order in which they came. They stay pending, and are handed
   * out to nobody else, until they are settled.
   */
  take(limits: BatchLimits): Promise<readonly TrackedEvent[]>;
  /**
   * `done` and `refused`: the store lets go of them; those refused it may keep apart, for somebody to look at. `again`: they
   * go back to where they came from, but for those that were forgotten meanwhile, which are dropped.
   */
  settle(events: readonly TrackedEvent[], outcome: SettleOutcome): void;
  /** Drops the customer's events, on disk too; those handed out are dropped when they come back. Resolves to how many. */
  forget(customerId: string): Promise<number>;
  /** Events held, those handed out included. */
  readonly pending: number;
  /** Epoch seconds of the oldest pending event. */
  readonly oldestSeconds: number | undefined;
  /** Resolves once all that was added is as safe as this store makes it. */
  flush(): Promise<void>;
  /** Flushes and frees what it holds; what is pending stays where another process finds it, if the store has such a place. */
  close(): Promise<void>;
}

/** Where events wait for their delivery: what the `events.store` option takes. */
export interface EventStore {
  /** Called once, by `createPersonalize`. Must not throw. */
  open(ports: EventStorePorts): OpenEventStore;
}
