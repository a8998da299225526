import type { Verdict } from '../../../src/client/breaker.js';
import { admitted, call, setUpDueBreaker, waitOf } from '../../support/breakers.js';

describe('a probe', () => {
  it('goes alone: whoever comes meanwhile is refused at once', () => {
    const { breaker } = setUpDueBreaker();
    admitted(breaker);
    expect(Array.from({ length: 100 }, () => breaker.admit()).filter(Boolean)).toEqual([]);
  });

  it('that succeeds closes the breaker, for everyone', () => {
    const { breaker } = setUpDueBreaker();
    admitted(breaker).settle('success');
    expect(breaker.state).toBe('closed');
    call(breaker, 'success', 100);
  });

  it('that succeeds begins with a clean slate', () => {
    const { breaker } = setUpDueBreaker();
    admitted(breaker).settle('success');
    call(breaker, 'failure', 19);
    expect(breaker.state).toBe('closed');
  });

  it('that succeeds makes the next opening short again', () => {
    const made = setUpDueBreaker();
    admitted(made.breaker).settle('failure');
    waitOf(made).probe.settle('success');
    call(made.breaker, 'failure', 20);
    expect(waitOf(made).ms).toBe(1_000);
  });

  it('that fails opens the breaker again', () => {
    const { breaker } = setUpDueBreaker();
    admitted(breaker).settle('failure');
    expect([breaker.state, breaker.admit()]).toEqual(['open', undefined]);
  });

  it('that says nothing lets another go at once, and no pause grows', () => {
    const made = setUpDueBreaker();
    admitted(made.breaker).settle('neutral');
    admitted(made.breaker).settle('neutral');
    admitted(made.breaker).settle('failure');
    expect(waitOf(made).ms).toBe(2_000);
  });

  it('that is stuck is given up at the end of its lease', () => {
    const made = setUpDueBreaker();
    admitted(made.breaker);
    expect(waitOf(made).ms).toBe(600);
  });

  it.each<Verdict>(['success', 'failure', 'neutral'])(
    'that outlived its lease is not heard: a late %s leaves the next probe alone',
    (verdict) => {
      const { clock, breaker } = setUpDueBreaker();
      const stuck = admitted(breaker);
      clock.advance(600);
      admitted(breaker);
      stuck.settle(verdict);
      expect([breaker.state, breaker.admit()]).toEqual(['half-open', undefined]);
    },
  );

  it('is heard once', () => {
    const { breaker } = setUpDueBreaker();
    const probe = admitted(breaker);
    probe.settle('success');
    probe.settle('failure');
    expect(breaker.state).toBe('closed');
  });
});
