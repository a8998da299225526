import { createPace } from '../../../../src/events/delivery/pace.js';
import type { Setback, Verdict } from '../../../../src/events/delivery/verdict.js';
import { createFakeClock } from '../../../support/fake-clock.js';

const setback = (cause: Setback['cause'], askedMs?: number): Setback => ({
  kind: 'setback',
  cause,
  askedMs,
  detail: 'test',
});
const trouble = setback('TROUBLE');
const delivered: Verdict = { kind: 'delivered' };

function setUp(random = () => 1) {
  const clock = createFakeClock();
  const pace = createPace(clock, random);
  /** How long it then waits. */
  const after = (verdict: Verdict): number => {
    pace.begin().settle(verdict);
    return Math.max(0, pace.resumesAt - clock.monotonic());
  };
  const waits = (verdict: Verdict, count: number): readonly number[] =>
    Array.from({ length: count }, () => {
      const waitMs = after(verdict);
      clock.advance(waitMs);
      return waitMs;
    });
  return { clock, pace, after, waits };
}

describe('the wait', () => {
  it('is none before anything has failed', () => {
    const { pace, clock } = setUp();
    expect([pace.resumesAt <= clock.monotonic(), pace.isFailing]).toEqual([true, false]);
  });

  it.each<[Setback['cause'], readonly number[]]>([
    ['TROUBLE', [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
    ['RATE_LIMITED', [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]],
    ['UNAUTHORIZED', [30_000, 60_000, 120_000, 240_000, 300_000, 300_000]],
  ])('after %s doubles up to its longest', (cause, expected) => {
    expect(setUp().waits(setback(cause), expected.length)).toEqual(expected);
  });

  it('after trouble is any part of that, by chance', () => {
    const shares = [0.5, 0, 0.25];
    const { waits } = setUp(() => shares.shift() ?? 1);
    expect(waits(trouble, 3)).toEqual([250, 0, 500]);
  });

  it.each<Setback['cause']>(['RATE_LIMITED', 'UNAUTHORIZED'])('after %s is no matter of chance', (cause) => {
    expect(setUp(() => 0).after(setback(cause))).toBeGreaterThan(0);
  });

  it('is as long as a 429 asks', () => {
    expect(setUp().waits(setback('RATE_LIMITED', 7_000), 3)).toEqual([7_000, 7_000, 7_000]);
  });

  it.each([
    [7_000, 7_000],
    [200, 500],
    [300_000, 30_000],
  ])('after trouble that asks for %d ms is %d ms, since such a wish must not keep events for long', (asked, waited) => {
    expect(setUp().after(setback('TROUBLE', asked))).toBe(waited);
  });

  it('after an attempt that hung is so much shorter that 30 s after it the next begins', () => {
    const { pace, clock, waits } = setUp();
    waits(trouble, 6);
    const attempt = pace.begin();
    clock.advance(10_000);
    attempt.settle(trouble);
    expect(pace.resumesAt - clock.monotonic()).toBe(20_000);
  });

  it('begins anew after a success', () => {
    const { waits, after } = setUp();
    waits(trouble, 5);
    expect(after(delivered)).toBe(0);
    expect(after(trouble)).toBe(500);
  });

  it('begins anew where the cause is another', () => {
    const { waits, after } = setUp();
    waits(trouble, 5);
    expect(after(setback('RATE_LIMITED'))).toBe(1_000);
    expect(after(trouble)).toBe(500);
  });

  it.each<Verdict>([{ kind: 'refused' }, { kind: 'too-large' }])('does not change by %j', (verdict) => {
    const { pace, after } = setUp();
    after(trouble);
    const { resumesAt } = pace;
    after(verdict);
    expect([pace.resumesAt, pace.isFailing]).toEqual([resumesAt, true]);
  });
});

describe('of several attempts under way', () => {
  it('the first setback counts', () => {
    const { pace, clock } = setUp();
    const [one, other] = [pace.begin(), pace.begin()];
    one.settle(trouble);
    other.settle(setback('UNAUTHORIZED'));
    expect(pace.resumesAt - clock.monotonic()).toBe(500);
  });

  it('an older success ends no wait', () => {
    const { pace } = setUp();
    const [one, other] = [pace.begin(), pace.begin()];
    one.settle(trouble);
    other.settle(delivered);
    expect(pace.isFailing).toBe(true);
  });
});

describe('retries', () => {
  const longest = (waits: readonly number[]) => waits.filter((waitMs) => waitMs === 30_000).length;

  it('are 35 by chance waits, and then one every 30 s', () => {
    const { waits } = setUp(() => 0);
    const all = waits(trouble, 40);
    expect([all.slice(0, 35).every((waitMs) => waitMs === 0), longest(all)]).toEqual([true, 5]);
  });

  it('come back, one for each that succeeds', () => {
    const { waits, after } = setUp(() => 0);
    waits(trouble, 35);
    after(delivered);
    expect(waits(trouble, 2)).toEqual([0, 30_000]);
  });

  it.each([
    [3, [0, 30_000]],
    [4, [0, 0, 30_000]],
  ])('come back, one for every 14 attempts that succeed: 10 left, 14 given back, and %d', (count, expected) => {
    const { waits, after } = setUp(() => 0);
    waits(trouble, 35);
    after(delivered);
    Array.from({ length: count }, () => after(delivered));
    expect(waits(trouble, expected.length)).toEqual(expected);
  });

  it('are never more than at the beginning', () => {
    const { waits, after } = setUp(() => 0);
    Array.from({ length: 1_000 }, () => after(delivered));
    expect(longest(waits(trouble, 40))).toBe(5);
  });
});

describe('whoever is in a hurry', () => {
  it('does not wait after trouble', () => {
    const { pace, clock, waits } = setUp();
    waits(trouble, 6);
    pace.begin().settle(trouble);
    pace.hurry(false);
    expect([pace.resumesAt, pace.isFailing]).toEqual([clock.monotonic(), true]);
  });

  it('then waits for short times again', () => {
    const { pace, after, waits } = setUp();
    waits(trouble, 6);
    after(trouble);
    pace.hurry(false);
    expect(after(trouble)).toBe(1_000);
  });

  it.each<Setback['cause']>(['RATE_LIMITED', 'UNAUTHORIZED'])('waits after %s', (cause) => {
    const { pace, clock, after } = setUp();
    const waitMs = after(setback(cause));
    pace.hurry(true);
    expect(pace.resumesAt - clock.monotonic()).toBe(waitMs);
  });

  it('waits where there are no retries left, but for the last time', () => {
    const { pace, clock, after, waits } = setUp(() => 0);
    waits(trouble, 35);
    after(trouble);
    pace.hurry(false);
    expect(pace.resumesAt - clock.monotonic()).toBe(30_000);
    pace.hurry(true);
    expect(pace.resumesAt).toBe(clock.monotonic());
  });

  it('spends a retry on it', () => {
    const { pace, clock, after } = setUp(() => 1);
    for (let index = 0; index < 17; index += 1) {
      after(trouble);
      pace.hurry(false);
    }
    // 34 of 35 are spent.
    after(trouble);
    pace.hurry(false);
    expect(pace.resumesAt).toBeGreaterThan(clock.monotonic());
  });
});
