import fc from 'fast-check';
import { createBreaker } from '../../../src/client/breaker.js';
import type { Admission, Verdict } from '../../../src/client/breaker.js';
import { breakerRules } from '../../support/breakers.js';
import { createFakeClock } from '../../support/fake-clock.js';

const { probeLeaseMs } = breakerRules;
const shortestOpenMs = 800;

type Step =
  | { readonly kind: 'admit' }
  | { readonly kind: 'settle'; readonly which: number; readonly verdict: Verdict }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'outage' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ kind: 'admit' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(1_000),
      verdict: fc.constantFrom<Verdict>('success', 'failure', 'failure', 'neutral'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.oneof(fc.nat(700), fc.nat(10_000)) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'outage' }) },
);

interface Probe {
  readonly admission: Admission;
  readonly leaseUntil: number;
}

/** Plays the steps, and notes what an observer sees who knows when a probe is due and how long it is alive. */
function play(steps: readonly Step[], random: number) {
  const clock = createFakeClock();
  const breaker = createBreaker(breakerRules, clock, () => random);
  const underWay: Admission[] = [];
  const seen = { probes: 0, mostAtOnce: 0, tooEarly: 0 };
  let live: Probe[] = [];
  let openedAt = -Infinity;

  const admit = (): Admission | undefined => {
    const isProbe = breaker.state !== 'closed';
    const admission = breaker.admit();
    if (!admission || !isProbe) return admission;
    const now = clock.monotonic();
    live = [...live.filter(({ leaseUntil }) => now < leaseUntil), { admission, leaseUntil: now + probeLeaseMs }];
    seen.probes += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, live.length);
    if (now < openedAt + shortestOpenMs) seen.tooEarly += 1;
    return admission;
  };
  const settle = (admission: Admission, verdict: Verdict): void => {
    const before = breaker.state;
    admission.settle(verdict);
    live = live.filter((probe) => probe.admission !== admission);
    if (before !== 'open' && breaker.state === 'open' && verdict === 'failure') openedAt = clock.monotonic();
  };
  const act = (next: Step): void => {
    if (next.kind === 'advance') clock.advance(next.ms);
    else if (next.kind === 'admit') underWay.push(...[admit()].filter((admission) => admission !== undefined));
    else if (next.kind === 'settle') {
      const [admission] = underWay.splice(next.which % Math.max(1, underWay.length), 1);
      if (admission) settle(admission, next.verdict);
    } else {
      const admissions = Array.from({ length: 40 }, admit).filter((admission) => admission !== undefined);
      for (const admission of admissions) settle(admission, 'failure');
    }
  };
  steps.forEach(act);
  return seen;
}

it('whatever happens in whatever order, there are never two probes at once, and none before its time', () => {
  const steps = fc.array(step, { minLength: 20, maxLength: 80, size: 'max' });
  let probes = 0;
  fc.assert(
    fc.property(steps, fc.double({ min: 0, max: 1, noNaN: true }), (sequence, random) => {
      const seen = play(sequence, random);
      probes += seen.probes;
      expect(seen).toMatchObject({ tooEarly: 0 });
      expect(seen.mostAtOnce).toBeLessThanOrEqual(1);
    }),
    { numRuns: 1_000 },
  );
  // Otherwise the runs above would prove nothing.
  expect(probes).toBeGreaterThan(1_000);
});

const failsAt = 10_000;
const healsAt = 70_000;

/**
 * A thousand calls a second for 90 s to an API that fails from 10 s to 70 s. Each call takes `callMs`; `isStuck` tells
 * which probes never come to anything.
 */
function runOutage(callMs: number, isStuck: (count: number, ms: number) => boolean, random: number) {
  const clock = createFakeClock({ monotonic: 0 });
  const breaker = createBreaker(breakerRules, clock, () => random);
  const seen = { openedAt: 0, closedAt: 0, probes: 0, lastRefusedAt: 0 };
  for (let ms = 0; ms < 90_000; ms += 1) {
    clock.advance(1);
    const isProbe = breaker.state !== 'closed';
    const admission = breaker.admit();
    if (!admission) seen.lastRefusedAt = ms;
    if (isProbe && admission) seen.probes += 1;
    if (!admission || (isProbe && isStuck(seen.probes, ms))) continue;
    clock.after(callMs, () => {
      const before = breaker.state;
      admission.settle(ms >= failsAt && ms < healsAt ? 'failure' : 'success');
      if (before === 'closed' && breaker.state === 'open') seen.openedAt = ms + callMs;
      if (before !== 'closed' && breaker.state === 'closed') seen.closedAt = ms + callMs;
    });
  }
  return seen;
}

describe.each([
  ['no jitter', 0.5],
  ['the shortest pauses', 0],
  ['the longest pauses', 1],
])('in an outage of a minute at a thousand calls a second, with %s,', (_, random) => {
  it.each([
    ['fail at once', 1, () => false],
    ['hang for 300 ms', 300, () => false],
    ['hang, and every third probe is stuck for ever', 300, (count: number) => count % 3 === 0],
  ])('where calls %s, only probes that are due go, and it is over within 10 s', (_name, callMs, isStuck) => {
    const { openedAt, closedAt, probes, lastRefusedAt } = runOutage(callMs, isStuck, random);
    expect(openedAt).toBeLessThanOrEqual(failsAt + 10_000 + callMs);
    // Three growing pauses and then one every 6.4 s; each stuck probe adds one.
    expect(probes).toBeLessThanOrEqual(3 + Math.ceil(60_000 / 6_400) + Math.ceil(probes / 3));
    expect(closedAt).toBeGreaterThanOrEqual(healsAt);
    expect(closedAt).toBeLessThanOrEqual(healsAt + 10_000);
    expect(lastRefusedAt).toBeLessThan(closedAt);
  });

  it('where the probes on the way as it heals are stuck for ever, it is over one lease later', () => {
    const { closedAt } = runOutage(1, (_count, ms) => ms >= 55_000 && ms < healsAt, random);
    expect(closedAt).toBeGreaterThanOrEqual(healsAt);
    expect(closedAt).toBeLessThanOrEqual(healsAt + probeLeaseMs + 1);
  });
});
