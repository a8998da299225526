import { createBreaker } from '../../../src/client/breaker.js';
import {
  admitted,
  breakerRules,
  call,
  setUpBreaker,
  setUpDueBreaker,
  setUpOpenBreaker,
  waitOf,
} from '../../support/breakers.js';
import { createFakeClock } from '../../support/fake-clock.js';

describe('a closed breaker', () => {
  it('lets calls through before it has seen any', () => {
    const { breaker } = setUpBreaker();
    expect([breaker.state, breaker.admit() === undefined]).toEqual(['closed', false]);
  });

  it('stays closed for 19 failures, and opens at the 20th', () => {
    const { breaker } = setUpBreaker();
    call(breaker, 'failure', 19);
    expect(breaker.state).toBe('closed');
    call(breaker, 'failure');
    expect(breaker.state).toBe('open');
  });

  it('opens where half has failed', () => {
    const { breaker } = setUpBreaker();
    call(breaker, 'success', 10);
    call(breaker, 'failure', 10);
    expect(breaker.state).toBe('open');
  });

  it('stays closed where less than half has failed', () => {
    const { breaker } = setUpBreaker();
    call(breaker, 'success', 51);
    call(breaker, 'failure', 50);
    expect(breaker.state).toBe('closed');
    call(breaker, 'failure');
    expect(breaker.state).toBe('open');
  });

  it('does not count what says nothing of the API', () => {
    const { breaker } = setUpBreaker();
    call(breaker, 'neutral', 1_000);
    call(breaker, 'failure', 19);
    expect(breaker.state).toBe('closed');
  });

  it('does not let what says nothing of the API thin failures out', () => {
    const { breaker } = setUpBreaker();
    call(breaker, 'failure', 19);
    call(breaker, 'neutral', 1_000);
    call(breaker, 'failure');
    expect(breaker.state).toBe('open');
  });

  it('forgets failures after 10 s', () => {
    const { clock, breaker } = setUpBreaker();
    call(breaker, 'failure', 19);
    clock.advance(10_000);
    call(breaker, 'failure');
    expect(breaker.state).toBe('closed');
  });

  it('remembers failures for 9 s at least', () => {
    const { clock, breaker } = setUpBreaker();
    clock.advance(999);
    call(breaker, 'failure', 19);
    clock.advance(9_000);
    call(breaker, 'failure');
    expect(breaker.state).toBe('open');
  });

  it('forgets successes after 10 s too', () => {
    const { clock, breaker } = setUpBreaker();
    call(breaker, 'success', 1_000);
    clock.advance(10_000);
    call(breaker, 'failure', 20);
    expect(breaker.state).toBe('open');
  });

  it('adds up what is spread over the window', () => {
    const { clock, breaker } = setUpBreaker();
    for (let second = 0; second < 10; second += 1) {
      call(breaker, 'failure', 2);
      clock.advance(999);
    }
    expect(breaker.state).toBe('open');
  });
});

describe('an open breaker', () => {
  it('refuses every call for a second', () => {
    const { clock, breaker } = setUpOpenBreaker();
    for (let ms = 0; ms < 1_000; ms += 1) {
      expect(breaker.admit()).toBeUndefined();
      clock.advance(1);
    }
  });

  it('lets a probe through after a second', () => {
    const { breaker } = setUpDueBreaker();
    admitted(breaker);
    expect(breaker.state).toBe('half-open');
  });

  it('does not heed calls that were under way when it opened', () => {
    const { clock, breaker } = setUpBreaker();
    const old = admitted(breaker);
    call(breaker, 'failure', 20);
    old.settle('success');
    expect(breaker.state).toBe('open');
    clock.advance(999);
    old.settle('failure');
    expect(breaker.admit()).toBeUndefined();
    clock.advance(1);
    expect(breaker.admit()).toBeDefined();
  });

  it.each([
    [0, 800],
    [0.25, 900],
    [0.5, 1_000],
    [0.75, 1_100],
    [1, 1_200],
  ])('with the random number %d is open for %d ms', (random, ms) => {
    expect(waitOf(setUpOpenBreaker(() => random)).ms).toBe(ms);
  });

  it('is open for twice as long after each failed probe, up to 8 s', () => {
    const made = setUpOpenBreaker();
    const waits = Array.from({ length: 6 }, () => {
      const { ms, probe } = waitOf(made);
      probe.settle('failure');
      return ms;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it.each([
    [0, [800, 1_600, 3_200, 6_400, 6_400]],
    [1, [1_200, 2_400, 4_800, 9_600, 9_600]],
  ])('with the random number %d jitters each time anew, not on top of the last', (random, expected) => {
    const made = setUpOpenBreaker(() => random);
    const waits = expected.map(() => {
      const { ms, probe } = waitOf(made);
      probe.settle('failure');
      return ms;
    });
    expect(waits).toEqual(expected);
  });
});

it('calls that began before it opened do not count once it has closed again', () => {
  const { clock, breaker } = setUpBreaker();
  const old = Array.from({ length: 100 }, () => admitted(breaker));
  call(breaker, 'failure', 20);
  clock.advance(1_000);
  admitted(breaker).settle('success');
  for (const admission of old) admission.settle('failure');
  expect(breaker.state).toBe('closed');
});

describe.each([
  ['two hours back', -7_200_000],
  ['two hours on', 7_200_000],
  ['ten years back', -315_576_000_000],
  ['ten years on', 315_576_000_000],
])('a jump of the wall clock, %s,', (_, jump) => {
  it('does not end what it remembers', () => {
    const { clock, breaker } = setUpBreaker();
    call(breaker, 'failure', 19);
    clock.setNow(clock.now() + jump);
    call(breaker, 'failure');
    expect(breaker.state).toBe('open');
  });

  it('changes neither how long it is open nor a lease', () => {
    const made = setUpOpenBreaker();
    made.clock.setNow(made.clock.now() + jump);
    expect(waitOf(made).ms).toBe(1_000);
    made.clock.setNow(made.clock.now() + jump);
    expect(waitOf(made).ms).toBe(600);
  });
});

it('jitters by itself, within a fifth', () => {
  const waits = Array.from({ length: 30 }, () => {
    const clock = createFakeClock();
    const breaker = createBreaker(breakerRules, clock);
    call(breaker, 'failure', 20);
    return waitOf({ clock, breaker }).ms;
  });
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(800);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1_201);
  expect(new Set(waits).size).toBeGreaterThan(1);
});
