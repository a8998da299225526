import type { EventAction } from '../api/wire-names.js';

/** One variation in figures, as the vendor's reports have it: each UUID counts once. */
export interface LedgerReport {
  /** `attributes.experience`. */
  readonly experience: string;
  /** `attributes.moe_variation_id`. */
  readonly variation: string;
  readonly impressions: number;
  readonly clicks: number;
  /**
   * Clicks for each impression: 0.25 where one in four was clicked, more than 1 where one was clicked again.
   * `undefined` where clicks came without an impression.
   */
  readonly clickThroughRate: number | undefined;
}

/** The part of an event that is counted. */
export interface CountedEvent {
  readonly experience: string;
  readonly variation: string;
  readonly action: EventAction;
}

export interface Reports {
  /** By experience, then by variation. */
  readonly rows: readonly LedgerReport[];
  /** Counts the event, whose UUID must be new. Gives its row as it is now. */
  count(event: CountedEvent): LedgerReport;
  clear(): void;
}

/** Past it the row that has waited longest for an event is forgotten. */
export const maxReports = 1_000;

const { compare } = new Intl.Collator('en', { numeric: true });

function inOrder(one: LedgerReport, other: LedgerReport): number {
  return compare(one.experience, other.experience) || compare(one.variation, other.variation);
}

function addTo(row: LedgerReport | undefined, { experience, variation, action }: CountedEvent): LedgerReport {
  const isClick = action === 'MOE_PERSONALIZATION_MESSAGE_CLICKED';
  const impressions = (row?.impressions ?? 0) + (isClick ? 0 : 1);
  const clicks = (row?.clicks ?? 0) + (isClick ? 1 : 0);
  const clickThroughRate = impressions === 0 ? undefined : clicks / impressions;
  return Object.freeze({ experience, variation, impressions, clicks, clickThroughRate });
}

/** Counts what comes, and keeps none of it: the figures outlive the events. */
export function createReports(): Reports {
  const rows = new Map<string, LedgerReport>();
  return {
    get rows() {
      return [...rows.values()].sort(inOrder);
    },
    count(event) {
      const name = JSON.stringify([event.experience, event.variation]);
      const row = addTo(rows.get(name), event);
      rows.delete(name);
      rows.set(name, row);
      const [longestIdle] = rows.keys();
      if (rows.size > maxReports && longestIdle !== undefined) rows.delete(longestIdle);
      return row;
    },
    clear() {
      rows.clear();
    },
  };
}
