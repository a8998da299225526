import type { ApiOutcome, CallLimits } from '../../client/transport.js';
import type { Clock } from '../../core/clock.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import type { Lot, Parcel } from './lot.js';
import type { Attempt, Pace } from './pace.js';
import { attemptBroke, judge } from './verdict.js';
import type { Setback, Verdict } from './verdict.js';

/** How long one attempt may take. */
const attemptMs = 10_000;

/** Sends events in one request. Should not reject. */
export type SendBatch = (events: readonly TrackedEvent[], limits: CallLimits) => Promise<ApiOutcome>;

export interface LotPorts {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly send: SendBatch;
  /** Hears why a lot goes back. */
  readonly onSetback: (setback: Setback) => void;
}

/** What became of some of a lot. `stopped`: the rest goes back. */
type Passage = 'accepted' | 'refused' | 'stopped';

/** Nothing of a lot was good: either it was bad as a whole, or the API has come to refuse whatever there is. */
const everythingRefused: Setback = {
  kind: 'setback',
  cause: 'TROUBLE',
  askedMs: undefined,
  detail: 'every event of a lot was refused',
};

/** Two halves by customers, whose events stay together, or of one customer's events. */
function halve(parcels: readonly Parcel[]): readonly [readonly Parcel[], readonly Parcel[]] {
  const customers = [...new Set(parcels.map(({ event }) => event.customerId))];
  if (customers.length === 1) {
    const middle = Math.ceil(parcels.length / 2);
    return [parcels.slice(0, middle), parcels.slice(middle)];
  }
  const firstHalf = new Set(customers.slice(0, Math.ceil(customers.length / 2)));
  const isFirst = ({ event }: Parcel): boolean => firstHalf.has(event.customerId);
  return [parcels.filter(isFirst), parcels.filter((parcel) => !isFirst(parcel))];
}

/** One lot on its way: in one request, or in the fewest that find out which events the API refuses. */
class Trip {
  readonly #lot: Lot;
  readonly #ports: LotPorts;
  #lastAttempt: Attempt | undefined;
  #hasDelivered = false;

  constructor(lot: Lot, ports: LotPorts) {
    this.#lot = lot;
    this.#ports = ports;
  }

  async deliver(parcels: readonly Parcel[]): Promise<void> {
    const passage = await this.#deliver(parcels, false);
    // In the second case it would go on like that, at two requests for each event there is.
    if (passage === 'refused' && !this.#hasDelivered) this.#lastAttempt?.settle(everythingRefused);
  }

  /** @param isSuspect - There is something in it that the API refuses, so that only its parts are worth sending. */
  async #deliver(parcels: readonly Parcel[], isSuspect: boolean): Promise<Passage> {
    const sendable = this.#lot.sendable(parcels);
    if (sendable.length === 0) return 'accepted';
    if (isSuspect && sendable.length > 1) return this.#deliverHalves(sendable, true);
    const verdict = await this.#attempt(sendable);
    if (verdict === undefined || verdict.kind === 'setback') return 'stopped';
    if (verdict.kind === 'delivered') {
      this.#hasDelivered = true;
      this.#lot.finish(sendable, 'delivered');
      return 'accepted';
    }
    if (sendable.length > 1) return this.#deliverHalves(sendable, verdict.kind === 'refused');
    this.#lot.finish(sendable, 'refused');
    return 'refused';
  }

  /** @param isSuspect - Where one half turns out to be good, the other is not. */
  async #deliverHalves(parcels: readonly Parcel[], isSuspect: boolean): Promise<Passage> {
    const [first, second] = halve(parcels);
    const one = await this.#deliver(first, false);
    if (one === 'stopped') return one;
    const other = await this.#deliver(second, isSuspect && one === 'accepted');
    return other === 'accepted' ? one : other;
  }

  /** `undefined`: nothing may be sent any more, by what has happened to this lot or to another meanwhile. */
  async #attempt(parcels: readonly Parcel[]): Promise<Verdict | undefined> {
    const { clock, pace } = this.#ports;
    if (this.#lot.isAbandoned()) return undefined;
    if (this.#lastAttempt !== undefined && pace.resumesAt > clock.monotonic()) return undefined;
    this.#lastAttempt = pace.begin();
    const verdict = await this.#send(parcels);
    if (this.#lot.isAbandoned()) return undefined;
    if (verdict.kind === 'setback') this.#heed(verdict);
    else this.#lastAttempt.settle(verdict);
    return verdict;
  }

  async #send(parcels: readonly Parcel[]): Promise<Verdict> {
    const { clock, send } = this.#ports;
    const limits = { deadline: clock.monotonic() + attemptMs, signal: this.#lot.signal };
    try {
      const events = parcels.map(({ event }) => event);
      return judge(await send(events, limits), clock.now());
    } catch {
      return attemptBroke;
    }
  }

  #heed(setback: Setback): void {
    this.#lastAttempt?.settle(setback);
    this.#ports.onSetback(setback);
  }
}

/** Sends the parcels of a lot, and gives back what could not be sent now. Never rejects. */
export async function deliverLot(lot: Lot, parcels: readonly Parcel[], ports: LotPorts): Promise<void> {
  await new Trip(lot, ports).deliver(parcels);
  lot.giveBack();
}
