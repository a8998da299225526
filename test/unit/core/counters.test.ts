import fc from 'fast-check';
import { createCounters } from '../../../src/core/counters.js';

function percentileOf(samples: readonly number[], share: number): number | undefined {
  const { latencies } = createCounters();
  for (const sample of samples) latencies.record(sample);
  return latencies.percentile(share);
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

it('counters begin at nothing', () => {
  expect(createCounters()).toMatchObject({
    pages: 0,
    calls: 0,
    coalesced: 0,
    freshHits: 0,
    staleHits: 0,
    defaults: {},
  });
});

it('two sets of counters have nothing in common', () => {
  const [one, other] = [createCounters(), createCounters()];
  one.defaults.TIMEOUT = 1;
  one.latencies.record(5);
  expect([other.defaults, other.latencies.percentile(0.5)]).toEqual([{}, undefined]);
});

describe('a percentile', () => {
  it.each([0, 0.5, 0.99, 1])('(%d) of nothing is nothing', (share) => {
    expect(percentileOf([], share)).toBeUndefined();
  });

  it.each([0, 0.5, 0.99, 1])('(%d) of one call is that call', (share) => {
    expect(percentileOf([7], share)).toBe(7);
  });

  it.each([
    [0, 1],
    [0.5, 51],
    [0.9, 91],
    [0.99, 100],
    [1, 100],
  ])('(%d) of 1 to 100 is %d', (share, expected) => {
    expect(percentileOf(upTo(100), share)).toBe(expected);
  });

  it('goes by number and not by text', () => {
    expect(percentileOf([9, 10, 100], 0.5)).toBe(10);
  });

  it('does not depend on the order of the calls', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(upTo(200), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (calls, share) => {
          const sorted = [...calls].sort((one, other) => one - other);
          expect(percentileOf(calls, share)).toBe(percentileOf(sorted, share));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('has its share of the calls below it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (calls, share) => {
          const found = percentileOf(calls, share) ?? NaN;
          expect(calls.filter((call) => call < found).length / calls.length).toBeLessThanOrEqual(share);
          expect(calls.filter((call) => call <= found).length / calls.length).toBeGreaterThan(share);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leaves the calls as they were', () => {
    const { latencies } = createCounters();
    for (const sample of [3, 1, 2]) latencies.record(sample);
    const read = () => [latencies.percentile(0), latencies.percentile(0.5), latencies.percentile(1)];
    expect([read(), read()]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});

describe('the calls that are kept', () => {
  it('are the last 1,024', () => {
    expect(percentileOf([1, ...new Array<number>(1_023).fill(5)], 0)).toBe(1);
    expect(percentileOf([1, ...new Array<number>(1_024).fill(5)], 0)).toBe(5);
  });

  it('are the last ones however many there were', () => {
    const calls = upTo(10_000);
    expect([percentileOf(calls, 0), percentileOf(calls, 1)]).toEqual([10_000 - 1_023, 10_000]);
  });
});
