import type { Clock } from '../../core/clock.js';
import type { HeldEvent } from '../../core/queue/event-chain.js';
import type { QueueWatcher } from '../../core/queue/event-queue.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import type { Warnings } from '../../core/warnings.js';
import { batchEvents, takeBatch } from './event-batch.js';
import type { Batch } from './event-batch.js';
import { maxIds } from './event-log.js';
import type { EventLog } from './event-log.js';
import type { EventShelf } from './event-shelf.js';
import type { EventVault } from './event-vault.js';

export interface JournalPorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  readonly vault: EventVault;
  readonly log: EventLog;
  readonly shelf: EventShelf;
  readonly isUsable: () => boolean;
}

/** An entry of another process, and the event in it. */
export interface AdoptedEvent {
  readonly id: string;
  readonly event: TrackedEvent;
}

/** Less than half of the promised 50 ms, since timers come late. */
const groupMs = 20;
const retryMs = 1_000;

/** Keeps what a queue holds in Redis too: what was added and what was settled, written in groups. */
export class EventJournal implements QueueWatcher {
  readonly #ports: JournalPorts;
  /** With their texts, in the order in which they came. */
  readonly #unsent = new Map<HeldEvent, string>();
  /** With their ids, the oldest first. */
  readonly #kept = new Map<HeldEvent, string>();
  /** Ids of entries that are done with. */
  readonly #settled: string[] = [];
  readonly #refused: string[] = [];
  /** Ids by UUID, while the queue takes events over. */
  readonly #adopted = new Map<string, string>();
  #released: string[] = this.#settled;
  #batch: Batch | undefined;
  #lastNumber = 0;
  #timer: { readonly due: number; readonly cancel: () => void } | undefined;
  #writing: Promise<void> | undefined;
  #isFailing = false;
  #isClosed = false;

  constructor(ports: JournalPorts) {
    this.#ports = ports;
  }

  /** An entry that has to be there. */
  get witness(): string | undefined {
    return this.#kept.values().next().value;
  }

  get keptIds(): readonly string[] {
    return [...this.#kept.values()];
  }

  held(held: HeldEvent, text: string): void {
    const { uuid } = held.event;
    const id = this.#adopted.get(uuid);
    if (id !== undefined) {
      this.#adopted.delete(uuid);
      this.#kept.set(held, id);
      return;
    }
    this.#unsent.set(held, text);
    // A loop that is busy adding runs no timer.
    const isLate = this.#timer !== undefined && this.#timer.due <= this.#ports.clock.monotonic();
    if (isLate || (this.#unsent.size >= batchEvents && !this.#isFailing)) void this.write();
    else this.#schedule(groupMs);
  }

  released(held: HeldEvent): void {
    this.#ports.shelf.remove([held.event]);
    if (this.#unsent.delete(held)) return;
    const id = this.#kept.get(held);
    if (id !== undefined) {
      this.#kept.delete(held);
      this.#released.push(id);
      this.#schedule(groupMs);
    } else if (this.#batch?.events.includes(held) === true && !this.#batch.released.has(held)) {
      this.#batch.released.set(held, this.#released);
    }
  }

  /** What the queue lets go of meanwhile was refused by the API. */
  refusing(settle: () => void): void {
    this.#released = this.#refused;
    settle();
    this.#released = this.#settled;
  }

  /** What the queue takes over meanwhile is in Redis already. */
  adopting(adopted: readonly AdoptedEvent[], recover: (events: readonly TrackedEvent[]) => void): void {
    if (adopted.length === 0) return;
    for (const { id, event } of adopted) {
      const other = this.#adopted.get(event.uuid);
      if (other !== undefined) this.discard([other]);
      this.#adopted.set(event.uuid, id);
    }
    recover(adopted.map(({ event }) => event));
    // The queue had these, and may have had them from there.
    const own = this.#adopted.size === 0 ? undefined : new Set(this.#kept.values());
    this.discard([...this.#adopted.values()].filter((id) => own?.has(id) !== true));
    this.#adopted.clear();
  }

  /** These entries are nobody's any more. */
  discard(ids: readonly string[]): void {
    this.#settled.push(...ids);
    if (ids.length > 0) this.#schedule(groupMs);
  }

  /** There is no entry of these ids any more: Redis lost them. */
  lost(ids: readonly string[]): void {
    const gone = new Set(ids);
    for (const [held, id] of [...this.#kept]) {
      if (!gone.has(id)) continue;
      this.#kept.delete(held);
      this.#unsent.set(held, JSON.stringify(held.event));
    }
    if (this.#unsent.size > 0) this.#schedule(groupMs);
  }

  /** Resolves once all is in Redis, or can't be now; then it is put on the shelf, and tried again after a while. */
  write(): Promise<void> {
    this.#cancelTimer();
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** Writes what there is, and leaves it to whoever takes it over. */
  async close(): Promise<void> {
    await this.write();
    this.#isClosed = true;
    this.#cancelTimer();
    const left = this.#unsent.size + (this.#batch?.events.length ?? 0);
    if (left > 0) this.#warn('close', `the event store was closed before ${left} events could be written to Redis`);
    if (!this.#ports.isUsable()) return;
    // Otherwise it is found out that nobody has them.
    await this.#ports.log.handOver().catch(() => undefined);
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#hasWork() && !this.#isClosed) {
        if (!this.#ports.isUsable()) {
          this.#fail();
          return;
        }
        await this.#writeSome();
        this.#isFailing = false;
      }
    } catch {
      // The link has warned of it.
      this.#fail();
      this.#schedule(retryMs);
    }
  }

  #hasWork(): boolean {
    return this.#unsent.size + this.#settled.length + this.#refused.length > 0 || this.#batch !== undefined;
  }

  async #writeSome(): Promise<void> {
    const { clock, log } = this.#ports;
    const settled = this.#settled.slice(0, maxIds);
    // First, since it makes room.
    if (settled.length > 0) await log.acknowledge(settled);
    this.#settled.splice(0, settled.length);
    const refused = this.#refused.slice(0, maxIds);
    if (refused.length > 0) await log.bury('REFUSED', Math.floor(clock.now() / 1_000), refused);
    this.#refused.splice(0, refused.length);
    this.#batch ??= this.#nextBatch();
    if (this.#batch !== undefined) await this.#append(this.#batch);
  }

  async #append(batch: Batch): Promise<void> {
    const { log, shelf } = this.#ports;
    const ids = await log.append(batch.number, batch.sealed);
    this.#batch = undefined;
    for (const [index, held] of batch.events.entries()) {
      const id = ids[index] ?? '';
      const released = batch.released.get(held);
      if (released === undefined) this.#kept.set(held, id);
      else released.push(id);
    }
    shelf.remove(batch.events.map(({ event }) => event));
  }

  #nextBatch(): Batch | undefined {
    const batch = takeBatch(this.#unsent, this.#ports.vault, this.#lastNumber + 1);
    if (batch.tooLarge > 0) this.#warn('size', 'an event is too large for Redis: it is kept in memory alone');
    if (batch.events.length === 0) return undefined;
    this.#lastNumber = batch.number;
    return batch;
  }

  /** Redis can't have it now. */
  #fail(): void {
    this.#isFailing = true;
    const batch = this.#batch?.events.filter((held) => this.#batch?.released.has(held) !== true) ?? [];
    this.#ports.shelf.put([...batch, ...this.#unsent.keys()].map(({ event }) => event));
  }

  #schedule(delayMs: number): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    const { clock } = this.#ports;
    const cancel = clock.after(delayMs, () => {
      void this.write();
    });
    this.#timer = { due: clock.monotonic() + delayMs, cancel };
  }

  #cancelTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #warn(subject: string, message: string): void {
    this.#ports.warnings.repeated('MOE_WARN_EVENT_STORE', subject, message);
  }
}
