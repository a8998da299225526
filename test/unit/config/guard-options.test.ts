import { resolveOptions } from '../../../src/config/resolve-options.js';
import type { ResolvedOptions } from '../../../src/config/resolved-options.js';
import { thrownBy } from '../../support/thrown.js';

const credentials = { workspaceId: 'WS_DEBUG', apiKey: 'key', dataCenter: '01' };

const resolve = (options: object): ResolvedOptions => resolveOptions(options, {});

describe.each(['breaker', 'retry'] as const)('%s', (name) => {
  it.each([true, false])('takes %p', (value) => {
    expect(resolve({ ...credentials, [name]: value })[name]).toBe(value);
  });

  it.each([[null], [{}], [0], [1], ['true']])('refuses %p', (value) => {
    const error = thrownBy(() => resolve({ ...credentials, [name]: value }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(new RegExp(`^${name} must be true or false; received `));
  });
});

describe('quota', () => {
  it.each([
    [false, undefined],
    [undefined, 10_000],
    [{}, 10_000],
    [{ perMinute: 1 }, 1],
    [{ perMinute: 10_000_000 }, 10_000_000],
  ])('of %j gives %p calls a minute', (quota, expected) => {
    expect(resolve({ ...credentials, quota }).quota?.perMinute).toBe(expected);
  });

  it.each([[true], [null], [0], [10_000], ['10000'], [[10_000]], [() => 1]])('refuses %p', (quota) => {
    const error = thrownBy(() => resolve({ ...credentials, quota }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^quota must be false or \{ perMinute, store, processes \}; received /);
  });

  it.each([[null], [0], [-1], [1.5], [10_000_001], [Infinity], [NaN], ['100']])(
    'refuses %p calls a minute',
    (perMinute) => {
      const error = thrownBy(() => resolve({ ...credentials, quota: { perMinute } }));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^quota\.perMinute must be a whole number from 1 to 10000000; received /);
    },
  );

  it('answers a misspelt member by its name', () => {
    const error = thrownBy(() => resolve({ ...credentials, quota: { perminute: 5 } }));
    expect([error.code, error.message]).toEqual([
      'MOE_OPTION_UNKNOWN',
      'quota has no "perminute": did you mean perMinute? (MOE_OPTION_UNKNOWN)',
    ]);
  });
});
