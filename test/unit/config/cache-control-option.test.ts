import { parseCacheControl } from '../../../src/config/cache-control-option.js';
import { resolveOptions } from '../../../src/config/resolve-options.js';
import { thrownBy } from '../../support/thrown.js';

const resolve = (options: object) =>
  resolveOptions({ workspaceId: 'WS_DEBUG', apiKey: 'key', dataCenter: '01', ...options }, {}).cacheControl;

it.each([[{}], [{ cacheControl: undefined }], [{ cacheControl: 'private' }]])('%j is private', (options) => {
  expect(resolve(options)).toBe('private');
});

it('false is false', () => {
  expect(resolve({ cacheControl: false })).toBe(false);
});

it.each([[true], [null], [''], ['public'], ['Private'], ['no-store'], [0], [{}], [['private']]])(
  'refuses %p',
  (value) => {
    const error = thrownBy(() => parseCacheControl(value));

    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^cacheControl must be 'private' or false; received /);
  },
);
