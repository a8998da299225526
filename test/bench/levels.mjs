const minuteMs = 60_000;

/** How long a run may take: some five minutes, some twelve, or, with a million visitors, some twenty. */
export const levels = {
  quick: {
    throughput: { rounds: 3, durationMs: 1000, warmUpMs: 10_000 },
    delays: { rounds: 1, durationMs: 600, warmUpMs: 10_000 },
    latency: { rounds: 3, durationMs: 2000, warmUpMs: 10_000 },
    faults: { pages: 60, patienceMs: 5000 },
    memory: { visitors: 50_000, capMs: 15_000 },
  },
  usual: {
    throughput: { rounds: 7, durationMs: 2000, warmUpMs: 25_000 },
    delays: { rounds: 2, durationMs: 1500, warmUpMs: 25_000 },
    latency: { rounds: 5, durationMs: 4000, warmUpMs: 25_000 },
    faults: { pages: 100, patienceMs: 10_000 },
    memory: { visitors: 50_000, capMs: minuteMs },
  },
  full: {
    throughput: { rounds: 5, durationMs: 2000, warmUpMs: 25_000 },
    delays: { rounds: 1, durationMs: 1500, warmUpMs: 25_000 },
    latency: { rounds: 5, durationMs: 2500, warmUpMs: 25_000 },
    faults: { pages: 100, patienceMs: 10_000 },
    memory: { visitors: 1_000_000, capMs: 7 * minuteMs },
  },
};
