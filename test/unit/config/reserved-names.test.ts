import { isReservedAttribute } from '../../../src/config/reserved-names.js';

describe('isReservedAttribute', () => {
  it.each([
    'identifiers',
    'experience_key',
    'DAY_OF_THE_WEEK',
    'TIME_OF_THE_DAY',
    'USER_IP_ADDRESS',
    'USER_AGENT',
    '__proto__',
    'constructor',
    'prototype',
  ])('%s is reserved', (name) => {
    expect(isReservedAttribute(name)).toBe(true);
  });

  it.each(['utm_source', 'referrer', 'user_agent', 'EXPERIENCE_KEY', 'toString', 'experience_key[]', ''])(
    '%j is not',
    (name) => {
      expect(isReservedAttribute(name)).toBe(false);
    },
  );
});
