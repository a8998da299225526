import type { RefusalReason, ReportCounts } from '../../core/stats.js';

export type { RefusalReason, ReportCounts } from '../../core/stats.js';

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
