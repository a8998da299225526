/** Why something that a browser sent was not recorded. */
export type RefusalReason =
  /** A request that a page of another site made, or that does not say which page it is from. */
  | 'CROSS_SITE'
  /** One request too many from its address within a minute. */
  | 'RATE_LIMITED'
  /** A request of more than 32 KB. */
  | 'TOO_LARGE'
  /** A request that did not come whole, or not in time. */
  | 'INCOMPLETE'
  /** A request, or an event in it, that is not as the browser script writes it. */
  | 'MALFORMED'
  /** An event with a token that was not sealed here, or too long ago. */
  | 'BAD_TOKEN';

/** What has come from browsers. */
export interface ReportCounts {
  /** Events that were recorded. */
  readonly accepted: number;
  /** Events that had been recorded before, as after a replay. */
  readonly duplicates: number;
  /** Requests, and single events, that were not recorded. */
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
}

/** Counts in place; `snapshot` gives a copy. */
export interface ReportCounters {
  accepted(): void;
  duplicate(): void;
  refused(reason: RefusalReason): void;
  snapshot(): ReportCounts;
}

export function createReportCounters(): ReportCounters {
  const refused: Partial<Record<RefusalReason, number>> = {};
  let accepted = 0;
  let duplicates = 0;
  return {
    accepted() {
      accepted += 1;
    },
    duplicate() {
      duplicates += 1;
    },
    refused(reason) {
      refused[reason] = (refused[reason] ?? 0) + 1;
    },
    snapshot: () => ({ accepted, duplicates, refused: { ...refused } }),
  };
}
