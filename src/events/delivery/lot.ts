import { Cancellation } from '../../client/call-signal.js';
import type { CallSignal } from '../../client/call-signal.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import type { Tally } from './tally.js';
import type { TolerantStore } from './tolerant-store.js';

/** An event in hand. One that was tracked twice is in hand twice. */
export interface Parcel {
  readonly event: TrackedEvent;
}

interface LotPorts {
  readonly store: Pick<TolerantStore, 'settle'>;
  readonly tally: Pick<Tally, 'delivered' | 'drop'>;
}

/** Events that the store handed out together, until each has gone back to it or is gone for good. */
export class Lot {
  readonly #ports: LotPorts;
  readonly #cancellation = new Cancellation();
  readonly #held = new Set<Parcel>();
  readonly #forgotten = new Set<string>();
  #onWire: ReadonlySet<Parcel> = new Set();
  #returned = 0;

  constructor(ports: LotPorts) {
    this.#ports = ports;
  }

  isAbandoned(): boolean {
    return this.#cancellation.aborted;
  }

  /** Aborts when the lot is abandoned. */
  get signal(): CallSignal {
    return this.#cancellation;
  }

  /** Events in hand. */
  get size(): number {
    return this.#held.size;
  }

  /** Events that went back. */
  get returned(): number {
    return this.#returned;
  }

  /** One that was abandoned already gives them back. */
  fill(events: readonly TrackedEvent[]): readonly Parcel[] {
    const parcels = events.map((event) => ({ event }));
    for (const parcel of parcels) this.#held.add(parcel);
    if (this.isAbandoned()) this.giveBack();
    return parcels;
  }

  /** Those of the parcels that may be sent now, and are taken for sent until the next ones go. */
  sendable(parcels: readonly Parcel[]): readonly Parcel[] {
    const isForgotten = ({ event }: Parcel): boolean => this.#forgotten.has(event.customerId);
    this.#return([...this.#held].filter(isForgotten));
    const wanted = parcels.filter((parcel) => !isForgotten(parcel));
    this.#onWire = new Set(wanted);
    return wanted;
  }

  /** The API took them, or refuses them for good. Means those that are still in hand. */
  finish(parcels: readonly Parcel[], fate: 'delivered' | 'refused'): void {
    const { store, tally } = this.#ports;
    const events = this.#release(parcels);
    if (events.length === 0 || !store.settle(events, fate === 'delivered' ? 'done' : 'refused')) return;
    if (fate === 'delivered') tally.delivered += events.length;
    else tally.drop(events.length, 'REFUSED');
  }

  /** Gives back whatever is in hand. */
  giveBack(): void {
    this.#return([...this.#held]);
  }

  /** Gives back whatever is in hand, that on the wire too, whose answer nobody waits for any more. */
  abandon(): void {
    this.giveBack();
    this.#cancellation.abort();
  }

  /** Gives back the customer's events that are not on the wire, and those that are when they are looked at next. */
  forget(customerId: string): number {
    this.#forgotten.add(customerId);
    const parcels = [...this.#held].filter((parcel) => !this.#onWire.has(parcel));
    return this.#return(parcels.filter(({ event }) => event.customerId === customerId));
  }

  #release(parcels: readonly Parcel[]): readonly TrackedEvent[] {
    return parcels.filter((parcel) => this.#held.delete(parcel)).map(({ event }) => event);
  }

  #return(parcels: readonly Parcel[]): number {
    const events = this.#release(parcels);
    if (events.length > 0) this.#ports.store.settle(events, 'again');
    this.#returned += events.length;
    return events.length;
  }
}
