import { settledBy } from '../../client/deadline.js';
import type { BatchLimits } from '../../core/event-store.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import { createAlarm } from './alarm.js';
import type { Alarm } from './alarm.js';
import { deliverLot } from './deliver-lot.js';
import type { LotPorts } from './deliver-lot.js';
import { createDrains } from './drains.js';
import type { Drains } from './drains.js';
import { Lot } from './lot.js';
import type { Parcel } from './lot.js';
import { createNewEvents } from './new-events.js';
import type { NewEvents } from './new-events.js';
import type { Tally } from './tally.js';
import type { TolerantStore } from './tolerant-store.js';

/** On their way beside one another, as long as the API takes them. */
const maxLots = 4;

export interface DispatcherPorts extends LotPorts {
  readonly store: TolerantStore;
  readonly tally: Tally;
  readonly limits: BatchLimits;
  /** How long an event waits for others to go with it. */
  readonly intervalMs: number;
}

/** Says when events leave the store, and how many lots of them are on their way. */
export class Dispatcher {
  readonly #ports: DispatcherPorts;
  readonly #alarm: Alarm;
  readonly #drains: Drains;
  readonly #newEvents: NewEvents;
  /** With the number of events that had been taken before each. */
  readonly #lots = new Map<Lot, number>();
  /** One lot is taken at a time, since what is just being taken can't be told from what waits. */
  #taking: Promise<void> | undefined;
  /** When the first waiting event has waited long enough. */
  #dueAt: number | undefined;
  /** Whether all that waits is to go, until nothing does. */
  #isDue = false;
  #isStopped = false;

  constructor(ports: DispatcherPorts) {
    this.#ports = ports;
    this.#drains = createDrains(ports.clock);
    this.#newEvents = createNewEvents(ports.limits);
    this.#alarm = createAlarm(ports.clock, () => {
      this.#pump();
    });
  }

  /** The event is in the store. */
  added(event: TrackedEvent): void {
    this.#newEvents.add(event);
    if (!this.#newEvents.fillBatch) {
      this.notice();
      return;
    }
    this.#newEvents.clear();
    this.#isDue = true;
    this.#pump();
  }

  /** Something is in the store. */
  notice(): void {
    if (this.#dueAt !== undefined) return;
    this.#dueAt = this.#ports.clock.monotonic() + this.#ports.intervalMs;
    this.#pump();
  }

  /**
   * Resolves once what is in the store now has gone out, or can't in time; at the deadline at the latest.
   * @param isLast - One attempt is made even where none is due after those that failed.
   */
  drain(deadline: number, isLast: boolean): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#isDue = true;
    const waiting = this.#waiting;
    if (waiting > 0) this.#ports.pace.hurry(isLast);
    const drained = this.#drains.begin(waiting, deadline);
    this.#pump();
    return drained;
  }

  /** Gives back the customer's events that are in hand and not on the wire. Returns how many. */
  forget(customerId: string): number {
    const count = [...this.#lots.keys()].reduce((sum, lot) => sum + lot.forget(customerId), 0);
    this.#pump();
    return count;
  }

  /** Ends all timers, gives up what is on its way and gives it back; by the deadline. */
  async stop(deadline: number): Promise<void> {
    this.#isStopped = true;
    this.#alarm.cancel();
    for (const lot of this.#lots.keys()) lot.abandon();
    this.#drains.endAll();
    if (this.#taking) await settledBy(this.#taking, deadline, this.#ports.clock);
  }

  /** Events that are in the store and in nobody's hand. */
  get #waiting(): number {
    return [...this.#lots.keys()].reduce((sum, lot) => sum - lot.size, this.#ports.store.pending);
  }

  /** Does what there is to do now, and sees to it that somebody comes back for the rest. */
  #pump(): void {
    if (this.#isStopped || this.#taking) return;
    const { clock, pace } = this.#ports;
    const waiting = this.#waiting;
    this.#drains.review({ waiting, lots: [...this.#lots.values()], resumesAt: pace.resumesAt });
    if (waiting <= 0) {
      this.#isDue = false;
      this.#dueAt = undefined;
    }
    if (waiting <= 0 || this.#lots.size >= (pace.isFailing ? 1 : maxLots)) {
      this.#alarm.cancel();
      return;
    }
    const dueAt = this.#isDue || this.#dueAt === undefined ? -Infinity : this.#dueAt;
    const at = Math.max(dueAt, pace.resumesAt);
    if (at > clock.monotonic()) this.#alarm.set(at);
    else this.#beginLot();
  }

  #beginLot(): void {
    this.#alarm.cancel();
    this.#isDue = true;
    this.#newEvents.clear();
    // Before it holds anything, so that it hears whom to forget.
    const lot = new Lot(this.#ports);
    this.#lots.set(lot, this.#drains.taken);
    this.#taking = this.#fill(lot);
  }

  async #fill(lot: Lot): Promise<void> {
    const { store, limits } = this.#ports;
    const events = await store.take(limits);
    const parcels = lot.fill(events);
    this.#taking = undefined;
    this.#drains.took(events.length);
    if (events.length === 0) this.#endEmpty(lot);
    else void this.#deliver(lot, parcels);
    this.#pump();
  }

  /** What is in the store and is not handed out can only be waited for. */
  #endEmpty(lot: Lot): void {
    const { clock, intervalMs, pace } = this.#ports;
    this.#lots.delete(lot);
    this.#isDue = false;
    this.#dueAt = clock.monotonic() + intervalMs;
    this.#drains.review({ waiting: 0, lots: [...this.#lots.values()], resumesAt: pace.resumesAt });
  }

  async #deliver(lot: Lot, parcels: readonly Parcel[]): Promise<void> {
    await deliverLot(lot, parcels, this.#ports);
    this.#drains.returned(this.#lots.get(lot) ?? 0, lot.returned);
    this.#lots.delete(lot);
    if (lot.returned > 0) this.#isDue = true;
    this.#pump();
  }
}
