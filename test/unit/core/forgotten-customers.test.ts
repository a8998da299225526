import { inspect } from 'node:util';
import { createForgottenCustomers } from '../../../src/core/forgotten-customers.js';
import { createFakeClock } from '../../support/fake-clock.js';

const dayMs = 86_400_000;

describe('customers who were forgotten', () => {
  it('are known from then on, for what began before', () => {
    const clock = createFakeClock({ monotonic: 1_000 });
    const forgotten = createForgottenCustomers(clock);
    forgotten.add('jane');

    expect([0, 999, 1_000, 1_001].map((since) => forgotten.hasSince('jane', since))).toEqual([true, true, true, false]);
    expect(forgotten.hasSince('joe', 0)).toBe(false);
  });

  it('may be forgotten anew', () => {
    const clock = createFakeClock({ monotonic: 1_000 });
    const forgotten = createForgottenCustomers(clock);
    forgotten.add('jane');
    clock.advance(500);
    forgotten.add('jane');

    expect(forgotten.hasSince('jane', 1_400)).toBe(true);
  });

  it('are nobody any more after a day', () => {
    const clock = createFakeClock();
    const forgotten = createForgottenCustomers(clock);
    forgotten.add('jane');
    clock.advance(dayMs - 1);
    expect(forgotten.hasSince('jane', 0)).toBe(true);

    clock.advance(1);
    expect(forgotten.hasSince('jane', 0)).toBe(false);
  });

  it('are not written down', () => {
    const forgotten = createForgottenCustomers(createFakeClock());
    forgotten.add('jane@example.com');

    expect(inspect(forgotten, { depth: Infinity, showHidden: true })).not.toContain('jane');
  });
});
