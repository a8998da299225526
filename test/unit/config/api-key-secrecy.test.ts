import { inspect } from 'node:util';
import { optionNames, resolveOptions } from '../../../src/config/resolve-options.js';
import { thrownBy } from '../../support/thrown.js';

const apiKey = 'canary-key-7d0e';
const options = { workspaceId: 'WS_DEBUG', apiKey, dataCenter: '01' } as const;

const everyForm = (value: unknown): string =>
  [inspect(value, { depth: Infinity, showHidden: true, getters: true }), JSON.stringify(value), inspect(value)].join();

describe('the API key', () => {
  it('is in no printed form of the resolved options', () => {
    expect(everyForm(resolveOptions(options, {}))).not.toContain('canary');
  });

  it('is in no printed form of the resolved options where the environment gave it', () => {
    const environment = { ...process.env, MOENGAGE_PERSONALIZE_API_KEY: apiKey };
    const resolved = resolveOptions({ workspaceId: 'WS', dataCenter: '01' }, environment);
    expect(resolved.apiKey.reveal()).toBe(apiKey);
    expect(everyForm(resolved)).not.toContain('canary');
  });

  it.each(optionNames.filter((name) => name !== 'apiKey'))('is in no error about %s', (name) => {
    const error = thrownBy(() => resolveOptions({ ...options, [name]: name === 'baseUrl' ? 7 : null }, {}));
    expect(everyForm(error)).not.toContain('canary');
    expect(error.stack).not.toContain('canary');
  });

  it.each([`${apiKey}\n`, ` ${apiKey}`, `${apiKey}\u0000`, { key: apiKey }, [apiKey]])(
    'is in no error about itself where it is %p',
    (unfit) => {
      const error = thrownBy(() => resolveOptions(Object.assign({}, options, { apiKey: unfit }), {}));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(everyForm(error)).not.toContain('canary');
    },
  );

  it.each([
    `https://user:${apiKey}@a.example/v1`,
    `https://a.example/v1?key=${apiKey}`,
    `https://a.example/v1#${apiKey}`,
    `https://a b/${apiKey}`,
    `http://a.example/${apiKey}`,
  ])('is in no error about a base URL that holds it', (baseUrl) => {
    const error = thrownBy(() => resolveOptions({ workspaceId: 'WS', apiKey, baseUrl }, {}));
    expect(everyForm(error)).not.toContain('canary');
  });
});
