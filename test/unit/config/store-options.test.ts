import { resolveOptions } from '../../../src/config/resolve-options.js';
import type { ResolvedOptions } from '../../../src/config/resolved-options.js';
import { thrownBy } from '../../support/thrown.js';

const resolve = (options: object): ResolvedOptions =>
  resolveOptions({ workspaceId: 'WS_DEBUG', apiKey: 'key', dataCenter: '01', ...options }, {});

describe.each(['cache', 'quota'] as const)('%s.store', (name) => {
  it('is none by default', () => {
    expect(resolve({})[name]?.store).toBeUndefined();
    expect(resolve({ [name]: { store: undefined } })[name]?.store).toBeUndefined();
  });

  it('takes what can be opened', () => {
    const store = { open: () => undefined };
    expect(resolve({ [name]: { store } })[name]?.store).toBe(store);
  });

  it.each([[null], [{}], ['redis'], [7], [{ open: true }], [() => 1]])('refuses %p', (store) => {
    const error = thrownBy(() => resolve({ [name]: { store } }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toContain(`${name}.store must be `);
  });
});

describe('quota.processes', () => {
  it.each([
    [undefined, 10],
    [1, 1],
    [10_000, 10_000],
  ])('of %p gives %p', (processes, expected) => {
    expect(resolve({ quota: { processes } }).quota?.processes).toBe(expected);
  });

  it.each([[null], [0], [1.5], [10_001], ['4']])('refuses %p', (processes) => {
    expect(thrownBy(() => resolve({ quota: { processes } })).message).toMatch(/^quota\.processes must be /);
  });
});
