import type { Clock } from '../core/clock.js';
import type { OpenQuotaStore, QuotaReply, QuotaStore } from '../core/quota-store.js';
import type { Warnings } from '../core/warnings.js';
import { createCallWindow } from './call-window.js';
import type { CallWindow } from './call-window.js';
import { keptOf } from './quota.js';
import type { Quota, WhoCalls } from './quota.js';
import { createInsurance, doubtMs } from './quota-insurance.js';
import type { LastGrants, QuotaInsurance } from './quota-insurance.js';

const minuteMs = 60_000;

/** A grant is for one of so many parts of the window. */
const partsOfWindow = 60;

/** A call is made up to one part after it was granted, and when that was is known to a part: it counts for so many longer. */
const grantParts = 2;

/** A call may be on its way for so long, however short the window is. It counts for as long, too. */
const onItsWayMs = 1_000;

/** Of the quota; what all processes together have at hand, for pages that come at once and for when the store goes away. */
const stockShare = 0.1;

/** By how much more than since the last grant there may be calls until the next. */
const growth = 1.5;

export interface SharedQuotaTerms {
  readonly perMinute: number;
  readonly store: QuotaStore;
  /** As many as share the store at most. */
  readonly processes: number;
  /** Of the workspace. */
  readonly name: string;
  /** For tests, which have no minute. Default: 60,000. */
  readonly windowMs?: number | undefined;
}

export interface SharedQuotaPorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  /** Hears that the API asked a process to leave it alone for so long. */
  readonly onPaused: (pauseMs: number) => void;
}

export interface SharedQuota extends Quota {
  /** Tells the other processes that the API wants to be left alone for so long. */
  tellPause(pauseMs: number): void;
}

/** Calls that were granted and not made yet. */
interface Stock {
  readonly calls: number;
  readonly grant: string | undefined;
  /** Until when they may be made. */
  readonly until: number;
}

const noStock: Stock = { calls: 0, grant: undefined, until: 0 };

class StockedQuota implements SharedQuota {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #grantMs: number;
  readonly #clock: Clock;
  readonly #onPaused: (pauseMs: number) => void;
  readonly #store: OpenQuotaStore;
  /** For as long as a call counts: what may not be made again. */
  readonly #made: CallWindow;
  /** For no longer than the store surely counts it: what the others can not have been granted. */
  readonly #madeLast: CallWindow;
  #stock = noStock;
  /** Of the others, as far as is known. */
  #leftThere = 0;
  #processes: number;
  #epoch: string | undefined;
  /** Until when there is nothing to be had. */
  #emptyUntil = -Infinity;
  #untold = 0;
  #waiting = 0;
  #madeLately = 0;
  /** Calls that the store knows of as those that may be made alone, and until when it keeps them from the others. */
  #agreed = 0;
  #agreedUntil = -Infinity;
  /** What there is while the store is away. */
  #insurance: QuotaInsurance | undefined;
  #underWay: Promise<void> | undefined;
  #cancelBeat = (): void => undefined;

  constructor({ perMinute, store, processes, name, windowMs = minuteMs }: SharedQuotaTerms, ports: SharedQuotaPorts) {
    const { clock, warnings, onPaused } = ports;
    this.#limit = perMinute;
    this.#grantMs = windowMs / partsOfWindow;
    this.#windowMs = windowMs + (grantParts + Math.ceil(onItsWayMs / this.#grantMs)) * this.#grantMs;
    this.#processes = processes;
    this.#clock = clock;
    this.#onPaused = onPaused;
    this.#made = createCallWindow(this.#windowMs, clock);
    this.#madeLast = createCallWindow(windowMs, clock);
    this.#store = store.open({
      clock,
      warnings,
      name,
      limit: perMinute,
      windowMs: this.#windowMs,
      grantMs: this.#grantMs,
    });
    this.#insurance = this.#insure(undefined);
    this.#beat();
  }

  get left(): number {
    return this.#insurance ? this.#leftAlone(this.#insurance) : this.#leftThere + this.#stock.calls;
  }

  take(who: WhoCalls = {}): boolean | Promise<boolean> {
    return this.#takeNow(who) ?? this.#takeLater(who);
  }

  tellPause(pauseMs: number): void {
    if (this.#store.isUsable) void this.#store.pause(pauseMs);
  }

  close(): void {
    this.#cancelBeat();
    this.#cancelBeat = () => undefined;
    // So that the others need not wait for it.
    if (this.#stock.calls > 0 && this.#store.isUsable) void this.#exchange(0);
  }

  /** `undefined` where only the store can tell. */
  #takeNow({ isRefresh = false }: WhoCalls): boolean | undefined {
    const kept = isRefresh ? keptOf(this.#limit) : 0;
    if (this.#insurance) {
      // What is on its way to the store tells of all that was done alone: nothing may come after it.
      if (this.#underWay) return undefined;
      if (this.#leftAlone(this.#insurance) <= kept / this.#processes) return false;
      this.#insurance.note();
      this.#agreed -= 1;
      this.#untold += 1;
    } else if (this.#stock.calls > 0 && this.#clock.monotonic() < this.#stock.until) {
      if (isRefresh && this.left <= kept) return false;
      this.#stock = { ...this.#stock, calls: this.#stock.calls - 1 };
    } else return this.#clock.monotonic() < this.#emptyUntil ? false : undefined;
    this.#made.add(1);
    this.#madeLast.add(1);
    this.#madeLately += 1;
    return true;
  }

  /** All who wait are asked for at once. */
  async #takeLater(who: WhoCalls): Promise<boolean> {
    this.#waiting += 1;
    await this.#order();
    this.#waiting -= 1;
    return this.#takeNow(who) ?? this.#takeLater(who);
  }

  #order(): Promise<void> {
    const idle = Math.max(1, Math.floor((this.#limit * stockShare) / this.#processes));
    const wanted = Math.max(idle, this.#waiting + Math.ceil(this.#madeLately * growth));
    if (this.#underWay) return this.#underWay;
    const end = (): void => {
      this.#underWay = undefined;
    };
    this.#underWay = this.#exchange(Math.min(wanted, this.#limit));
    // Before whoever waits for it goes on.
    this.#underWay.then(end, end);
    return this.#underWay;
  }

  /** Gives back what is at hand, takes anew, and tells what was done without the store. */
  async #exchange(wanted: number): Promise<void> {
    const sentAt = this.#clock.monotonic();
    const { calls: returned, grant } = this.#stock;
    const untold = this.#untold;
    const made = this.#made.count;
    const alone = this.#insurance?.left ?? 0;
    this.#stock = noStock;
    this.#madeLately = 0;
    const reply = this.#store.isUsable
      ? await this.#store.exchange({
          wanted,
          returned,
          grant,
          // Those of more than a window ago count for nobody.
          untold: Math.min(untold, made),
          made,
          alone,
          epoch: this.#epoch,
        })
      : undefined;
    if (reply === undefined) {
      // Whether it was done or not, so many are granted to this process.
      this.#goAlone(Math.min(returned, wanted));
      return;
    }
    this.#untold -= untold;
    this.#agreed = alone;
    this.#agreedUntil = reply.isInfant ? this.#clock.monotonic() + doubtMs + 2 * this.#grantMs : -Infinity;
    this.#heed(reply, wanted, sentAt);
  }

  #heed(reply: QuotaReply, wanted: number, sentAt: number): void {
    const { granted, grant, left, processes, epoch, isInfant, pausedMs } = reply;
    this.#epoch = epoch;
    if (pausedMs > 0) this.#onPaused(pausedMs);
    if (isInfant) {
      this.#goAlone(0);
      return;
    }
    this.#insurance = undefined;
    this.#processes = processes;
    this.#leftThere = left;
    this.#stock = { calls: granted, grant, until: sentAt + this.#grantMs };
    this.#emptyUntil = granted < wanted ? sentAt + this.#grantMs : -Infinity;
  }

  /** `atHand`: calls that were granted and not made. */
  #goAlone(atHand: number): void {
    if (!this.#insurance) this.#insurance = this.#insure({ made: this.#madeLast.count, atHand });
    this.#stock = noStock;
  }

  #leftAlone({ left }: QuotaInsurance): number {
    return this.#clock.monotonic() < this.#agreedUntil ? Math.min(left, this.#agreed) : left;
  }

  #insure(last: LastGrants | undefined): QuotaInsurance {
    const terms = { limit: this.#limit, windowMs: this.#windowMs, processes: this.#processes, last };
    return createInsurance(terms, this.#made, this.#clock);
  }

  /** What is not used is given back in time, and a store that is back is found out. */
  #beat(): void {
    this.#cancelBeat = this.#clock.after(this.#grantMs, () => {
      this.#beat();
    });
    if (this.#store.isUsable) void this.#order();
    else this.#goAlone(this.#stock.calls);
  }
}

/**
 * At most `perMinute` calls in any sixty seconds by all processes that share the store. Each takes some in advance, so that
 * pages hardly ever wait for the store, gives back what it does not use, and has its insurance while the store is away.
 */
export function createSharedQuota(terms: SharedQuotaTerms, ports: SharedQuotaPorts): SharedQuota {
  return new StockedQuota(terms, ports);
}
