import fc from 'fast-check';
import { createQuota } from '../../../src/client/quota.js';
import type { Quota } from '../../../src/client/quota.js';
import { createFakeClock } from '../../support/fake-clock.js';

function setUp(perMinute: number, monotonic = 5_000) {
  const clock = createFakeClock({ monotonic });
  return { clock, quota: createQuota(perMinute, clock) };
}

/** How many of so many calls it lets through. */
function takeUpTo(quota: Quota, count: number): number {
  return Array.from({ length: count }, () => quota.take()).filter(Boolean).length;
}

describe('a quota', () => {
  it('lets as many through as a minute has, and no more', () => {
    expect(takeUpTo(setUp(10).quota, 100)).toBe(10);
  });

  it('says what is left', () => {
    const { quota } = setUp(10);
    takeUpTo(quota, 3);
    expect(quota.left).toBe(7);
    takeUpTo(quota, 100);
    expect(quota.left).toBe(0);
  });

  it('has nothing left for a minute', () => {
    const { clock, quota } = setUp(10);
    takeUpTo(quota, 10);
    clock.advance(60_000);
    expect([quota.take(), quota.left]).toEqual([false, 0]);
  });

  it('is whole again a second after the minute at the latest', () => {
    const { clock, quota } = setUp(10);
    takeUpTo(quota, 10);
    clock.advance(61_000);
    expect(quota.left).toBe(10);
    expect(takeUpTo(quota, 100)).toBe(10);
  });

  it('refills as it was used up', () => {
    const { clock, quota } = setUp(10);
    takeUpTo(quota, 4);
    clock.advance(30_000);
    takeUpTo(quota, 6);
    clock.advance(31_000);
    expect(quota.left).toBe(4);
    clock.advance(30_000);
    expect(quota.left).toBe(10);
  });

  it.each([61_000, 122_000, 3_600_000, 86_400_000, 315_576_000_000])(
    'is whole after %d ms without a call',
    (idleMs) => {
      const { clock, quota } = setUp(10);
      takeUpTo(quota, 10);
      clock.advance(idleMs);
      expect([quota.left, takeUpTo(quota, 100), quota.left]).toEqual([10, 10, 0]);
    },
  );

  it('takes no note of a call that it did not let through', () => {
    const { clock, quota } = setUp(10);
    takeUpTo(quota, 10);
    clock.advance(30_000);
    takeUpTo(quota, 1_000);
    clock.advance(31_000);
    expect(quota.left).toBe(10);
  });

  it.each([0, 999.999, 1_234_567_890.5])('may begin at any time: %d', (monotonic) => {
    expect(takeUpTo(setUp(3, monotonic).quota, 10)).toBe(3);
  });

  it('is not changed by a jump of the wall clock', () => {
    const { clock, quota } = setUp(10);
    takeUpTo(quota, 10);
    clock.setNow(clock.now() + 315_576_000_000);
    expect(quota.left).toBe(0);
  });
});

/** Waits in milliseconds, some of them just at the borders of seconds and minutes. */
const wait = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  fc.nat(3_000),
  fc.nat(70_000),
  fc.constantFrom(1, 999, 1_000, 1_001, 59_999, 60_000, 60_001, 61_000),
);

it('whenever calls come, no minute has more than the quota, and a second more than a minute has no less', () => {
  let refusals = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.double({ min: 0, max: 5_000, noNaN: true }),
      fc.array(wait, { minLength: 30, maxLength: 200, size: 'max' }),
      (perMinute, monotonic, waits) => {
        const { clock, quota } = setUp(perMinute, monotonic);
        const taken: number[] = [];
        const wrong: string[] = [];
        const within = (ms: number): number => taken.filter((at) => clock.monotonic() - at < ms).length;
        for (const ms of waits) {
          clock.advance(ms);
          const { left } = quota;
          const isTaken = quota.take();
          if (isTaken) taken.push(clock.monotonic());
          else refusals += 1;
          if (left > 0 !== isTaken) wrong.push('it says another number than it gives');
          if (within(60_000) > perMinute) wrong.push('more than the quota in sixty seconds');
          if (!isTaken && within(61_000) < perMinute) wrong.push('refused though sixty-one seconds had room');
        }
        expect(wrong).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
  expect(refusals).toBeGreaterThan(1_000);
});
