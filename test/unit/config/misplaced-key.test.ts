import { resolveOptions } from '../../../src/config/resolve-options.js';
import { thrownBy } from '../../support/thrown.js';

const key = 'canary-key-7d0e';
const given = { workspaceId: 'WS', apiKey: key, dataCenter: '01' };

describe('the API key given in the wrong place is not shown', () => {
  it.each([
    ['workspaceId', { ...given, workspaceId: `WS:${key}` }],
    ['dataCenter', { ...given, dataCenter: key }],
    ['createPersonalize(options)', key],
  ])('as %s', (name, options) => {
    const error = thrownBy(() => {
      Reflect.apply(resolveOptions, undefined, [options, {}]);
    });
    expect(error).toMatchObject({ code: 'MOE_OPTION_INVALID', message: expect.stringContaining(name) });
    expect(String(error)).not.toContain('canary');
  });

  it('while a data centre short enough to be a slip of the finger is', () => {
    const error = thrownBy(() => {
      Reflect.apply(resolveOptions, undefined, [{ ...given, dataCenter: '7' }, {}]);
    });
    expect(String(error)).toContain('received "7"');
  });
});
