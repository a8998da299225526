import type { MissReason, AudienceMiss } from '../targeting/decision.js';
import type { FaultKind } from '../faults/fault.js';
import type { Endpoint } from '../api/routes.js';
import type { EventAction } from '../api/wire-names.js';
import { createReports } from './reports.js';
import type { LedgerReport } from './reports.js';
import { createSeenEvents } from './seen-events.js';

/** What became of one asked key. */
export type KeyExplanation =
  | {
      readonly key: string;
      readonly matched: true;
      readonly audience: {
        readonly id: string;
        readonly name: string;
        /** What it asks for, all of which holds; none: it is everybody. */
        readonly conditions: readonly string[];
      };
      readonly variation: string;
      /** Audiences that came before and did not match. */
      readonly missed: readonly AudienceMiss[];
    }
  | {
      readonly key: string;
      readonly matched: false;
      readonly reason: MissReason;
      readonly detail: string;
      readonly missed: readonly AudienceMiss[];
    };

/** Who a fetch was for, as the emulator's targeting saw them: name and value, of what it knows. */
export type LedgerVisitor = Readonly<Record<string, string>>;

/** How far a call has come: not ended yet, answered in full, given up by the client, or cut off by a fault. */
export type CallOutcome = 'open' | 'answered' | 'client-gone' | 'cut';

/** One call of the API. Headers are not kept. */
export interface LedgerCall {
  /** Counts up from 1. */
  readonly id: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly endpoint: Endpoint;
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** `undefined` where a fault lets no status out. */
  readonly status: number | undefined;
  readonly outcome: CallOutcome;
  /** From the arrival of the request to its end; `undefined` while it is open. */
  readonly durationMs: number | undefined;
  readonly fault: FaultKind | undefined;
  /** The decoded JSON body, as it came. */
  readonly request: unknown;
  /** One line about the answer. */
  readonly summary: string;
  /** What the contract has against the request. */
  readonly problem: string | undefined;
  /** For a fetch. */
  readonly visitor: LedgerVisitor | undefined;
  /** For a fetch: one for each key that was asked, or that matched where none was asked. */
  readonly keys: readonly KeyExplanation[];
}

/** One reported impression or click. */
export interface LedgerEvent {
  readonly id: number;
  /** Id of the call that brought it. */
  readonly callId: number;
  /** `event_time`, as epoch milliseconds. */
  readonly at: number;
  readonly customerId: string;
  readonly action: EventAction;
  readonly uuid: string;
  /** `attributes.experience`. */
  readonly experience: string;
  /** `attributes.moe_variation_id`. */
  readonly variation: string;
  /** `attributes.b_id`: which element was clicked. */
  readonly elementId: string | undefined;
  readonly platform: string | undefined;
  /** The UUID has been here before, so the vendor would not count it. */
  readonly duplicate: boolean;
  /** It has been here for another event: that one is lost in reports. */
  readonly conflict: boolean;
  /** `user_attributes` came with it, which the vendor writes into the profile. */
  readonly changedProfile: boolean;
  /** The report made a profile, since there was none of this id. */
  readonly createdProfile: boolean;
}

export type LedgerEntry =
  | { readonly type: 'call'; readonly call: LedgerCall }
  | {
      readonly type: 'event';
      readonly event: LedgerEvent;
      /** The row of the reports that it was counted in, as it is now. `undefined` for a duplicate. */
      readonly report: LedgerReport | undefined;
    }
  | { readonly type: 'clear' };

export type CallDraft = Omit<LedgerCall, 'id' | 'outcome' | 'durationMs'>;
export type EventDraft = Omit<LedgerEvent, 'id' | 'callId' | 'duplicate' | 'conflict'>;

/** What has been asked and reported so far, oldest first. Bounded: the oldest entries go. */
export interface Ledger {
  readonly calls: readonly LedgerCall[];
  readonly events: readonly LedgerEvent[];
  /**
   * The figures of the vendor's reports, by experience, then by variation. They outlive `events`: a UUID counts again
   * only after 100,000 others, and of more than 1,000 variations those that have waited longest for an event go.
   */
  readonly reports: readonly LedgerReport[];
  /** Forgets all entries, all figures and all UUIDs. */
  clear(): void;
  /**
   * Calls back for each new entry, and again, with the same id, for a call that has ended. The returned function ends it.
   */
  onEntry(listener: (entry: LedgerEntry) => void): () => void;
}

/** The side of the ledger that only the emulator sees. */
export interface WritableLedger extends Ledger {
  /** Adds an open call. The returned function ends it, once. */
  open(draft: CallDraft): { readonly id: number; readonly end: (outcome: CallOutcome, durationMs: number) => void };
  addEvent(callId: number, draft: EventDraft): void;
}

export const maxCalls = 500;
export const maxEvents = 5_000;

function push<Item>(items: Item[], item: Item, most: number): void {
  items.push(item);
  if (items.length > most) items.shift();
}

interface Listeners {
  readonly add: Ledger['onEntry'];
  readonly tell: (entry: LedgerEntry) => void;
}

function createListeners(): Listeners {
  const listeners = new Set<(entry: LedgerEntry) => void>();
  return {
    tell(entry) {
      for (const listener of listeners) listener(entry);
    },
    add(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function createLedger(): WritableLedger {
  const calls: LedgerCall[] = [];
  const events: LedgerEvent[] = [];
  const { add, tell } = createListeners();
  const seen = createSeenEvents();
  const reports = createReports();
  let lastCall = 0;
  let lastEvent = 0;
  return {
    onEntry: add,
    get calls() {
      return [...calls];
    },
    get events() {
      return [...events];
    },
    get reports() {
      return reports.rows;
    },
    clear() {
      calls.length = 0;
      events.length = 0;
      reports.clear();
      seen.clear();
      tell({ type: 'clear' });
    },
    open(draft) {
      const id = (lastCall += 1);
      const call: LedgerCall = Object.freeze({ ...draft, id, outcome: 'open', durationMs: undefined });
      push(calls, call, maxCalls);
      tell({ type: 'call', call });
      const end = (outcome: CallOutcome, durationMs: number): void => {
        const index = calls.indexOf(call);
        if (index === -1) return;
        const ended = Object.freeze({ ...call, outcome, durationMs });
        calls[index] = ended;
        tell({ type: 'call', call: ended });
      };
      return { id, end };
    },
    addEvent(callId, draft) {
      const event = Object.freeze({ ...draft, ...seen.take(draft), id: (lastEvent += 1), callId });
      push(events, event, maxEvents);
      tell({ type: 'event', event, report: event.duplicate ? undefined : reports.count(event) });
    },
  };
}
