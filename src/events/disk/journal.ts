import type { Clock } from '../../core/clock.js';
import type { Warnings } from '../../core/warnings.js';
import type { HeldEvent } from '../../core/queue/event-chain.js';
import type { QueueWatcher } from '../../core/queue/event-queue.js';
import { errorCode } from './error-code.js';
import type { Segments } from './segments.js';

/** Less than half of the promised 50 ms, since timers come late. */
const groupMs = 20;
const retryMs = 1_000;

/** Keeps what a queue holds in files too: what was added and what was settled, written in groups. */
export class Journal implements QueueWatcher {
  readonly #segments: Segments;
  readonly #clock: Clock;
  readonly #warnings: Warnings;
  readonly #fsync: boolean;
  #isFailing = false;
  #isClosed = false;
  #timer: { readonly due: number; readonly cancel: () => void } | undefined;
  #syncing: Promise<void> = Promise.resolve();

  constructor(segments: Segments, ports: { readonly clock: Clock; readonly warnings: Warnings }, fsync: boolean) {
    this.#segments = segments;
    this.#clock = ports.clock;
    this.#warnings = ports.warnings;
    this.#fsync = fsync;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  held(held: HeldEvent, text: string): void {
    this.#segments.add(held, text);
    // A loop that is busy adding runs no timer.
    const isLate = this.#timer !== undefined && this.#timer.due <= this.#clock.monotonic();
    if (isLate || (this.#segments.isDue && !this.#isFailing)) this.write();
    else this.#schedule();
  }

  released(held: HeldEvent): void {
    this.#segments.release(held);
    this.#schedule();
  }

  /** Whether all that the queue holds is in files now. If not, it is tried again after a while. */
  write(): boolean {
    if (this.#isClosed) return false;
    this.#cancelTimer();
    try {
      this.#segments.write();
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#isFailing = false;
    if (this.#fsync) void this.#sync();
    else this.#segments.removeRetired();
    return true;
  }

  /** Resolves once all is as safe as it can be made. */
  async flush(): Promise<void> {
    this.write();
    if (this.#fsync) await this.#sync();
  }

  /** Removes the files that hold what has to go, whether or not what else they hold could be written anew. */
  async finishErasure(): Promise<void> {
    const isWritten = this.write();
    if (isWritten && this.#fsync) await this.#sync();
    // To be forgotten is a right; that the others outlive this process is not.
    this.#segments.removeRetired();
    if (!isWritten) this.write();
  }

  /** Shows the other processes that this one is here. */
  touch(): void {
    this.#segments.touch(this.#clock.now());
    if (this.#segments.unwritten > 0) this.#schedule();
  }

  /** Writes what there is, and leaves it to whoever opens the folder next. */
  async close(): Promise<void> {
    await this.flush();
    this.#cancelTimer();
    this.#isClosed = true;
    this.#segments.abandon();
    const lost = this.#segments.unwritten;
    if (lost > 0) this.#warn('close', `the event store was closed before ${lost} events could be written to disk`);
  }

  #schedule(): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    const delayMs = this.#isFailing ? retryMs : groupMs;
    const cancel = this.#clock.after(delayMs, () => {
      this.write();
    });
    this.#timer = { due: this.#clock.monotonic() + delayMs, cancel };
  }

  #cancelTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Those who come while one is at work want what came after its beginning, too. */
  #sync(): Promise<void> {
    this.#syncing = this.#syncing
      .then(() => this.#segments.sync())
      .catch((error: unknown) => {
        this.#fail(error);
      });
    return this.#syncing;
  }

  #fail(error: unknown): void {
    this.#isFailing = true;
    this.#warn('write', `the event store can't write to disk (${errorCode(error)}): events wait in memory`);
    this.#schedule();
  }

  #warn(subject: string, message: string): void {
    this.#warnings.repeated('MOE_WARN_EVENT_STORE', subject, message);
  }
}
