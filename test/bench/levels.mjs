const minuteMs = 60_000;

/** How long a run may take: some five minutes, some twenty, or, with a million visitors, some thirty. */
export const levels = {
  quick: {
    throughput: { rounds: 6, durationMs: 500, warmUpMs: 10_000 },
    delays: { rounds: 1, durationMs: 600, warmUpMs: 10_000 },
    latency: { rounds: 2, durationMs: 2000, warmUpMs: 10_000 },
    faults: { pages: 60, patienceMs: 5000 },
    memory: { visitors: 50_000, capMs: 15_000 },
  },
  usual: {
    throughput: { rounds: 21, durationMs: 700, warmUpMs: 25_000 },
    delays: { rounds: 2, durationMs: 1500, warmUpMs: 25_000 },
    latency: { rounds: 10, durationMs: 3000, warmUpMs: 25_000 },
    faults: { pages: 100, patienceMs: 10_000 },
    memory: { visitors: 50_000, capMs: minuteMs },
  },
  full: {
    throughput: { rounds: 21, durationMs: 700, warmUpMs: 25_000 },
    delays: { rounds: 1, durationMs: 1500, warmUpMs: 25_000 },
    latency: { rounds: 10, durationMs: 3000, warmUpMs: 25_000 },
    faults: { pages: 100, patienceMs: 10_000 },
    memory: { visitors: 1_000_000, capMs: 10 * minuteMs },
  },
};
