import { resolveOptions } from '../../../src/config/resolve-options.js';
import { createSafeObserver } from '../../../src/core/observer.js';
import { thrownBy } from '../../support/thrown.js';

const resolve = (options: object) =>
  resolveOptions({ workspaceId: 'WS_DEBUG', apiKey: 'key', dataCenter: '01', ...options }, {});

const hookNames = Object.keys(createSafeObserver({}));

describe('observer', () => {
  it.each(hookNames)('takes the hook %s', (name) => {
    const hook = jest.fn();

    const { observer } = resolve({ observer: { [name]: hook } });

    for (const known of Object.values(observer ?? {})) Reflect.apply(known, undefined, [{}]);
    expect(hook.mock.calls).toEqual([[{}]]);
  });

  it('may be left out', () => {
    expect(resolve({}).observer).toBeUndefined();
  });

  it.each([[null], [true], ['on'], [[]]])('refuses %p', (observer) => {
    const error = thrownBy(() => resolve({ observer }));

    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^observer must be an object of hooks; received /);
  });

  it.each(hookNames)('refuses a %s that is no function', (name) => {
    const error = thrownBy(() => resolve({ observer: { [name]: true } }));

    expect(error.message).toMatch(new RegExp(`^observer\\.${name} must be a function; received true`));
  });

  it('refuses a hook that there is not', () => {
    const error = thrownBy(() => resolve({ observer: { onDeliver: jest.fn() } }));

    expect(error).toMatchObject({
      code: 'MOE_OPTION_UNKNOWN',
      message: expect.stringMatching(/^observer has no "onDeliver": did you mean onDelivery\?/),
    });
  });
});
