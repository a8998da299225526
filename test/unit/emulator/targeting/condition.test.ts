import { compileConditions } from '../../../../src/emulator/targeting/condition.js';
import type { WhenInput } from '../../../../src/emulator/config/input.js';
import type { Visitor } from '../../../../src/emulator/targeting/visitor.js';
import { visitor } from '../support.js';

const cases: readonly (readonly [WhenInput, Partial<Visitor>, Partial<Visitor>, string])[] = [
  [
    { customers: ['user_1', 'user_2'] },
    { customerId: 'user_2' },
    { customerId: 'user_3' },
    'customer is user_1 or user_2, but it is user_3',
  ],
  [{ identified: true }, { customerId: 'user_1' }, {}, 'visitor is a known customer, but is not'],
  [{ identified: false }, {}, { customerId: 'user_1' }, 'visitor is unknown, but is not'],
  [
    { attributes: { tier: ['gold', 'silver'] } },
    { attributes: { tier: 'silver' } },
    {},
    "customer's tier is gold or silver, but it is not known",
  ],
  [
    { attributes: { orders: 12 } },
    { attributes: { orders: 12 } },
    { attributes: { orders: 13 } },
    "customer's orders is 12, but it is 13",
  ],
  [
    { attributes: { active: true } },
    { attributes: { active: true } },
    { attributes: { active: false } },
    "customer's active is true, but it is false",
  ],
  [
    { session: { utm_source: 'mail' } },
    { session: { utm_source: 'mail' } },
    {},
    'utm_source is mail, but it is not sent',
  ],
  [{ session: { page: 3 } }, { session: { page: '3' } }, { session: { page: '03' } }, 'page is 3, but it is 03'],
  [{ session: { ref: { present: true } } }, { session: { ref: '' } }, {}, 'ref is sent, but is not so'],
  [{ session: { ref: { present: false } } }, {}, { session: { ref: 'x' } }, 'ref is not sent, but is not so'],
  [
    { days: ['Saturday', 'Sunday'] },
    { day: 'Sunday' },
    { day: 'Monday' },
    'day is Saturday or Sunday, but it is Monday',
  ],
  [{ hours: '22-02' }, { hour: '00' }, { hour: '03' }, 'hour is in 22-02, but it is 03'],
  [{ hours: [7, '9-10'] }, { hour: '10' }, {}, 'hour is in 7, 9-10, but it is not sent'],
  [
    { devices: ['mobile', 'tablet'] },
    { device: 'tablet' },
    { device: 'desktop' },
    'device is mobile or tablet, but it is desktop',
  ],
  [{ browsers: ['Firefox'] }, { browser: 'Firefox' }, {}, 'browser is Firefox, but it is not known'],
  [{ os: ['iOS'] }, { os: 'iOS' }, { os: 'macOS' }, 'system is iOS, but it is macOS'],
  [{ countries: ['IN'] }, { countries: ['EU', 'IN'] }, { countries: ['GB'] }, 'country is IN, but it is GB'],
  [{ countries: ['IN', 'GB'] }, { countries: ['GB'] }, {}, 'country is IN or GB, but it is not known'],
];

describe('compileConditions', () => {
  it.each(cases)('%j holds where it should', (when, fitting) => {
    const [condition] = compileConditions(when);

    expect(condition?.failsFor(visitor(fitting))).toBeUndefined();
  });

  it.each(cases)('%j fails where it should, and says why', (when, _, failing, reason) => {
    const [condition] = compileConditions(when);

    expect(condition?.failsFor(visitor(failing))).toBe(reason);
  });

  it('makes one condition of each that is given', () => {
    const when: WhenInput = { identified: true, session: { a: '1', b: '2' }, days: ['Monday'], hours: '1' };

    expect(compileConditions(when).map(({ description }) => description)).toEqual([
      'visitor is a known customer',
      'a is 1',
      'b is 2',
      'day is Monday',
      'hour is in 1',
    ]);
  });

  it('asks nothing of anybody where nothing is given', () => {
    expect(compileConditions({})).toEqual([]);
  });

  it('does not take inherited names for attributes', () => {
    const [condition] = compileConditions({ session: { constructor: { present: true } } });

    expect(condition?.failsFor(visitor())).toBeDefined();
  });
});
