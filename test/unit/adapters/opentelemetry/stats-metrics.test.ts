import { statsMetrics } from '../../../../src/adapters/opentelemetry/stats-metrics.js';
import type { PersonalizeStats } from '../../../../src/core/stats.js';

/** Everything there, each number another one; times are thousands, so that they differ in seconds, too. */
const full: PersonalizeStats = {
  pages: 1,
  calls: 2,
  coalesced: 3,
  cache: { fresh: 4, stale: 5, entries: 6 },
  defaults: { TIMEOUT: 7, NOT_MATCHED: 8 },
  breaker: 'half-open',
  quotaLeft: 9,
  latencyMs: { p50: 10_000, p99: 11_000 },
  events: {
    queued: 12,
    recovered: 13,
    delivered: 14,
    dropped: { QUEUE_FULL: 15, REFUSED: 16 },
    pending: 17,
    oldestMs: 18_000,
    reports: { accepted: 19, duplicates: 20, refused: { BAD_TOKEN: 21, CROSS_SITE: 22 } },
  },
};

/** The same, with all turned off that can be, and before anything has been measured. */
const scant: PersonalizeStats = {
  ...full,
  defaults: {},
  breaker: undefined,
  quotaLeft: undefined,
  latencyMs: { p50: undefined, p99: undefined },
  events: undefined,
};

function leavesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
}

const read = (stats: PersonalizeStats) =>
  statsMetrics.flatMap((metric) =>
    metric.read(stats).flatMap(([value, attributes]) => (value === undefined ? [] : [{ metric, value, attributes }])),
  );

describe('the metrics', () => {
  it('are each number in stats, once, times in seconds', () => {
    const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
    const numbers = leavesOf(full).filter((leaf) => typeof leaf === 'number');

    const values = read(full)
      .filter(({ metric }) => metric.name !== 'personalize.breaker.state')
      .map(({ metric, value }) => (metric.unit === 's' ? value * 1_000 : value));

    expect(ascending(values)).toEqual(ascending(numbers));
  });

  it.each(['closed', 'open', 'half-open'] as const)('have 1 for the state that the breaker is in, %s', (breaker) => {
    const states = read({ ...full, breaker }).filter(({ metric }) => metric.name === 'personalize.breaker.state');

    expect(states.map(({ value, attributes }) => [attributes?.['personalize.breaker.state'], value])).toEqual(
      (['closed', 'open', 'half-open'] as const).map((state) => [state, state === breaker ? 1 : 0]),
    );
  });

  it('tell reasons apart', () => {
    const reasons = read(full).flatMap(({ attributes }) => attributes?.['personalize.reason'] ?? []);

    expect(reasons).toEqual(['TIMEOUT', 'NOT_MATCHED', 'QUEUE_FULL', 'REFUSED', 'BAD_TOKEN', 'CROSS_SITE']);
  });

  it('say nothing of what is turned off or has not happened', () => {
    expect(read(scant).map(({ metric, value }) => [metric.name, value])).toEqual([
      ['personalize.pages', 1],
      ['personalize.calls', 2],
      ['personalize.coalesced', 3],
      ['personalize.cache.hits', 4],
      ['personalize.cache.hits', 5],
      ['personalize.cache.entries', 6],
    ]);
  });

  it('have names of their own, a unit and a description', () => {
    const names = statsMetrics.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^personalize(?:\.[a-z]+)+$/.test(name))).toEqual([]);
    for (const { unit, description } of statsMetrics) {
      expect(unit).toMatch(/^(?:s|1|\{[a-z]+\})$/);
      expect(description).toMatch(/^[A-Z].*\.$/);
    }
  });
});
