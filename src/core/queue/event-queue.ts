import type { HeldEvent } from './event-chain.js';
import { createLeases } from './event-leases.js';
import type { EndedLease, Leases } from './event-leases.js';
import type { BatchLimits, EventStorePorts, SettleOutcome, StoreDropReason } from '../event-store.js';
import type { TrackedEvent } from '../tracked-event.js';
import { createWaitingEvents } from './waiting-events.js';
import type { WaitingEvents } from './waiting-events.js';

/** Hears of what a queue holds, so that it can be kept elsewhere as well. */
export interface QueueWatcher {
  /** `text`: the event as JSON. */
  held(held: HeldEvent, text: string): void;
  /**
   * It is to be kept nowhere: the queue has let go of it, or has it no more than handed out, and its customer was forgotten.
   * Then it is told of again when it comes back.
   */
  released(held: HeldEvent): void;
}

export type QueuePorts = Pick<EventStorePorts, 'clock' | 'bounds' | 'onDropped' | 'onRecovered'>;

const unwatched: QueueWatcher = { held: () => undefined, released: () => undefined };

/** Whether one more event is too much for a batch. A batch holds at least one, however large. */
function isFull(limits: BatchLimits, users: ReadonlySet<string>, bytes: number, next: HeldEvent): boolean {
  if (users.size === 0) return false;
  if (bytes + next.bytes > limits.maxBytes) return true;
  return users.size >= limits.maxUsers && !users.has(next.event.customerId);
}

/**
 * The queue behind the stores. An event's age is what the wall clock says when it comes in, and what the monotonic clock
 * adds to it, so that a wall clock that jumps ages nothing that is here.
 */
export class EventQueue {
  readonly #ports: QueuePorts;
  readonly #lifetimeMs: number;
  readonly #watcher: QueueWatcher;
  readonly #waiting: WaitingEvents = createWaitingEvents();
  readonly #leases: Leases = createLeases();
  #firstPlace = 0;
  #lastPlace = 0;

  constructor(ports: QueuePorts, lifetimeMs: number, watcher: QueueWatcher = unwatched) {
    this.#ports = ports;
    this.#lifetimeMs = lifetimeMs;
    this.#watcher = watcher;
  }

  get pending(): number {
    return this.#waiting.size + this.#leases.size;
  }

  /** Of the pending events as JSON text. */
  get bytes(): number {
    return this.#waiting.bytes + this.#leases.bytes;
  }

  get oldestSeconds(): number | undefined {
    const all = [...this.#waiting.values(), ...this.#leases.values()];
    if (all.length === 0) return undefined;
    return all.reduce((oldest, { event }) => Math.min(oldest, event.timeSeconds), Infinity);
  }

  add(event: TrackedEvent): void {
    // Asked once: an event is added while a page is made.
    const now = this.#ports.clock.monotonic();
    this.#dropExpired(now);
    const text = JSON.stringify(event);
    this.#lastPlace += 1;
    const held = this.#hold(event, text, this.#lastPlace, now);
    if (this.#isExpired(held, now)) this.#report(1, 'EXPIRED');
    else if (!this.#canHaveRoom(held)) this.#report(1, 'QUEUE_FULL');
    else {
      this.#waiting.append(held);
      this.#watcher.held(held, text);
      this.#dropOverflow();
    }
  }

  /** Takes over what others tracked, in front of its own; not what it holds already. */
  recover(events: readonly TrackedEvent[]): void {
    const known = new Set([...this.#waiting.values(), ...this.#leases.values()].map(({ event }) => event.uuid));
    const unknown = events.filter(({ uuid }) => !known.has(uuid));
    // Backwards, each in front of those that came after it.
    for (const event of unknown.toReversed()) {
      const text = JSON.stringify(event);
      this.#firstPlace -= 1;
      const held = this.#hold(event, text, this.#firstPlace);
      this.#waiting.insert(held);
      this.#watcher.held(held, text);
    }
    if (unknown.length > 0) this.#ports.onRecovered(unknown.length);
    this.#dropExpired();
    this.#dropOverflow();
  }

  take(limits: BatchLimits): readonly TrackedEvent[] {
    this.#dropExpired();
    const taken: TrackedEvent[] = [];
    const users = new Set<string>();
    let bytes = 0;
    for (let held = this.#waiting.first; held !== undefined; held = this.#waiting.first) {
      if (this.#isExpired(held)) {
        this.#drop([held], 'EXPIRED');
        continue;
      }
      if (isFull(limits, users, bytes, held)) break;
      this.#waiting.remove(held);
      this.#leases.add(held);
      taken.push(held.event);
      users.add(held.event.customerId);
      bytes += held.bytes;
    }
    return taken;
  }

  settle(events: readonly TrackedEvent[], outcome: SettleOutcome): void {
    for (const lease of this.#leases.end(events)) {
      if (outcome === 'again') this.#takeBack(lease);
      else this.#watcher.released(lease.held);
    }
  }

  /** Drops the events that match; those handed out when they come back. Returns how many were dropped at once. */
  forget(matches: (event: TrackedEvent) => boolean): number {
    const dropped = this.#waiting.values().filter(({ event }) => matches(event));
    this.#drop(dropped, 'FORGOTTEN');
    for (const held of this.#leases.forget(matches)) this.#watcher.released(held);
    return dropped.length;
  }

  #hold(event: TrackedEvent, text: string, place: number, now: number = this.#ports.clock.monotonic()): HeldEvent {
    const ageMs = Math.max(0, this.#ports.clock.now() - event.timeSeconds * 1_000);
    const expiresAt = now + this.#lifetimeMs - ageMs;
    return { event, bytes: Buffer.byteLength(text), place, expiresAt };
  }

  #isExpired(held: HeldEvent, now: number = this.#ports.clock.monotonic()): boolean {
    return held.expiresAt <= now;
  }

  #takeBack({ held, wasForgotten }: EndedLease): void {
    if (!wasForgotten && !this.#isExpired(held)) {
      this.#waiting.insert(held);
      return;
    }
    this.#watcher.released(held);
    this.#report(1, wasForgotten ? 'FORGOTTEN' : 'EXPIRED');
  }

  /** What is handed out can't be dropped, and no click is dropped for an impression. */
  #canHaveRoom({ event, bytes }: HeldEvent): boolean {
    const { maxEvents, maxBytes } = this.#ports.bounds;
    const { clicks } = this.#waiting;
    const isClick = event.kind === 'click';
    const keptEvents = this.#leases.size + (isClick ? 0 : clicks.size);
    const keptBytes = this.#leases.bytes + (isClick ? 0 : clicks.bytes);
    return keptEvents < maxEvents && keptBytes + bytes <= maxBytes;
  }

  #dropExpired(now: number = this.#ports.clock.monotonic()): void {
    this.#drop(this.#waiting.expired(now), 'EXPIRED');
  }

  #dropOverflow(): void {
    const { maxEvents, maxBytes } = this.#ports.bounds;
    let count = 0;
    while (this.pending > maxEvents || this.bytes > maxBytes) {
      const held = this.#waiting.leastMissed;
      if (held === undefined) break;
      this.#release(held);
      count += 1;
    }
    this.#report(count, 'QUEUE_FULL');
  }

  #drop(dropped: readonly HeldEvent[], reason: StoreDropReason): void {
    for (const held of dropped) this.#release(held);
    this.#report(dropped.length, reason);
  }

  #release(held: HeldEvent): void {
    this.#waiting.remove(held);
    this.#watcher.released(held);
  }

  #report(count: number, reason: StoreDropReason): void {
    if (count > 0) this.#ports.onDropped(count, reason);
  }
}
