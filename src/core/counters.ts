import type { DefaultReason } from './experience.js';

/** Call latencies kept for the percentiles: the last ones, however fast they come. */
const samplesKept = 1_024;

/** What has happened since the start. Incremented in place where it happens; `stats()` shows a copy. */
export interface Counters {
  pages: number;
  calls: number;
  coalesced: number;
  freshHits: number;
  staleHits: number;
  readonly shared: { hits: number; misses: number; unreadable: number; trouble: number };
  readonly defaults: Partial<Record<DefaultReason, number>>;
  readonly latencies: Latencies;
}

export interface Latencies {
  /** Milliseconds of one call. */
  record(milliseconds: number): void;
  /** Milliseconds that this share of the recent calls stayed below; `undefined` before the first. */
  percentile(share: number): number | undefined;
}

function createLatencies(): Latencies {
  const samples: number[] = [];
  let next = 0;
  return {
    record(milliseconds) {
      samples[next] = milliseconds;
      next = (next + 1) % samplesKept;
    },
    percentile(share) {
      const sorted = [...samples].sort((one, other) => one - other);
      return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    },
  };
}

export function createCounters(): Counters {
  const shared = { hits: 0, misses: 0, unreadable: 0, trouble: 0 };
  const latencies = createLatencies();
  return { pages: 0, calls: 0, coalesced: 0, freshHits: 0, staleHits: 0, shared, defaults: {}, latencies };
}
