import axios from 'axios';
import { leastTimeoutMs, mostTimeoutMs, optionNames, resolveOptions } from '../../../src/config/resolve-options.js';
import type { Environment } from '../../../src/config/resolve-options.js';
import type { ResolvedOptions } from '../../../src/config/resolved-options.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { callUntyped, thrownBy } from '../../support/thrown.js';

const credentials = { workspaceId: 'WS_DEBUG', apiKey: 'key', dataCenter: '01' };
const variables = {
  MOENGAGE_WORKSPACE_ID: 'ENV_WS',
  MOENGAGE_PERSONALIZE_API_KEY: 'env-key',
  MOENGAGE_DATA_CENTER: '02',
};

const resolve = (options: object, environment: Environment = {}): ResolvedOptions =>
  resolveOptions(options, environment);

describe('precedence', () => {
  it('gives the environment where no option is given', () => {
    const { workspaceId, apiKey, baseUrl } = resolve({}, variables);
    expect([workspaceId, apiKey.reveal(), baseUrl]).toEqual(['ENV_WS', 'env-key', 'https://sdk-02.moengage.com/v1']);
  });

  it('gives options over the environment', () => {
    const { workspaceId, apiKey, baseUrl } = resolve(credentials, variables);
    expect([workspaceId, apiKey.reveal(), baseUrl]).toEqual(['WS_DEBUG', 'key', 'https://sdk-01.moengage.com/v1']);
  });

  it('takes an option of undefined for absent', () => {
    const absent = { workspaceId: undefined, apiKey: undefined, dataCenter: undefined, baseUrl: undefined };
    expect(resolve(absent, variables).workspaceId).toBe('ENV_WS');
  });

  it.each(Object.keys(variables))('takes an empty %s for absent', (name) => {
    expect(thrownBy(() => resolve({}, { ...variables, [name]: '' })).code).toBe('MOE_OPTION_MISSING');
  });

  it.each(Object.keys(variables))('misses %s where nothing gives it, and names it', (name) => {
    const error = thrownBy(() => resolve({}, { ...variables, [name]: undefined }));
    expect(error.code).toBe('MOE_OPTION_MISSING');
    expect(error.message).toContain(name);
  });

  it.each(['workspaceId', 'apiKey', 'dataCenter'])('does not ask the environment where %s is null', (name) => {
    expect(thrownBy(() => resolve({ [name]: null }, variables)).code).toBe('MOE_OPTION_INVALID');
  });

  it('does not ask the environment where an option is an empty string', () => {
    expect(thrownBy(() => resolve({ workspaceId: '' }, variables)).code).toBe('MOE_OPTION_INVALID');
  });
});

describe('the resolved options', () => {
  it('have these defaults', () => {
    const resolved = resolve(credentials);
    expect(resolved).toMatchObject({
      everyPage: [],
      defaults: {},
      timeoutMs: 500,
      breaker: true,
      quota: { perMinute: 10_000, store: undefined, processes: 10 },
      retry: true,
      localsKey: 'personalization',
      timeZone: 'UTC',
      clientIp: 'trusted',
      rememberUtm: false,
      anonymizeIp: false,
    });
    expect(resolved.logger).toBe(silentLogger);
    expect([resolved.axios, resolved.identify, resolved.attributes]).toEqual([undefined, undefined, undefined]);
  });

  it('are frozen', () => {
    expect(Object.isFrozen(resolve(credentials))).toBe(true);
  });

  it('are made without a change to the given ones', () => {
    const given = { ...credentials, everyPage: ['a', 'a'], defaults: { a: { b: { c: 1 } } }, queryAttributes: ['q'] };
    const before = structuredClone(given);
    resolve(given);
    expect(given).toEqual(before);
    expect(Object.values(given).some((value) => Object.isFrozen(Object(value)) && typeof value === 'object')).toBe(
      false,
    );
  });

  it('may be made of frozen ones', () => {
    expect(resolve(Object.freeze({ ...credentials, everyPage: Object.freeze(['a']) })).everyPage).toEqual(['a']);
  });

  it('hold nothing that was not named', () => {
    expect(Object.keys(resolve(credentials)).sort()).toEqual(
      optionNames.filter((name) => name !== 'dataCenter').sort(),
    );
  });
});

describe('options that are no object', () => {
  it.each([[null], ['text'], [1], [[]], [() => ({})], [true]])('%p are refused', (options) => {
    const error = thrownBy(() => callUntyped(resolveOptions, options, variables));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^createPersonalize\(options\) must be an object; received /);
  });
});

describe('a misspelt option', () => {
  it.each([
    ['workspaceID', 'workspaceId'],
    ['workspace_id', 'workspaceId'],
    ['apikey', 'apiKey'],
    ['api_key', 'apiKey'],
    ['datacenter', 'dataCenter'],
    ['dataCentre', 'dataCenter'],
    ['baseURL', 'baseUrl'],
    ['identity', 'identify'],
    ['everypage', 'everyPage'],
    ['default', 'defaults'],
    ['timeout', 'timeoutMs'],
    ['timezone', 'timeZone'],
    ['queryAttribute', 'queryAttributes'],
    ['rememberUTM', 'rememberUtm'],
    ['attribute', 'attributes'],
    ['clientIP', 'clientIp'],
    ['clientIpHeader', 'clientIpHeaders'],
    ['anonymiseIp', 'anonymizeIp'],
    ['breakers', 'breaker'],
    ['quotas', 'quota'],
    ['retry_', 'retry'],
    ['localKey', 'localsKey'],
    ['loger', 'logger'],
    ['axois', 'axios'],
  ])('%s is answered by %s', (misspelt, meant) => {
    const error = thrownBy(() => resolve({ ...credentials, [misspelt]: undefined }));
    expect([error.code, error.message]).toEqual([
      'MOE_OPTION_UNKNOWN',
      `createPersonalize(options) has no "${misspelt}": did you mean ${meant}? (MOE_OPTION_UNKNOWN)`,
    ]);
  });

  it('is looked for in every option', () => {
    const error = thrownBy(() => resolve({ ...credentials, colour: 'red' }));
    expect(error.message).toContain(`known are ${optionNames.join(', ')}`);
  });
});

describe('timeoutMs', () => {
  it.each([leastTimeoutMs, mostTimeoutMs])('takes its bound %d', (timeoutMs) => {
    expect(resolve({ ...credentials, timeoutMs }).timeoutMs).toBe(timeoutMs);
  });

  it.each([[leastTimeoutMs - 1], [mostTimeoutMs + 1], ['500'], [null], [NaN]])('refuses %p', (timeoutMs) => {
    const error = thrownBy(() => resolve({ ...credentials, timeoutMs }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^timeoutMs must be a whole number of milliseconds from 1 to 60000; received /);
  });
});

describe('everyPage', () => {
  it.each([['site-banner'], [null], [{}]])('refuses %p', (everyPage) => {
    const error = thrownBy(() => resolve({ ...credentials, everyPage }));
    expect(error.message).toMatch(/^everyPage must be an array of experience keys; received /);
  });
});

describe('localsKey', () => {
  it.each(['p', '$p', '_p', 'moe_1', 'personalization'])('takes %s', (localsKey) => {
    expect(resolve({ ...credentials, localsKey }).localsKey).toBe(localsKey);
  });

  const notNames: readonly unknown[] = ['', '1p', 'a-b', 'a.b', 'a b', 'p\n', 'é', null, 1, ['p']];
  const taken: readonly unknown[] = ['settings', 'cache', '_locals', '__proto__', 'constructor', 'prototype'];

  it.each([...notNames, ...taken].map((key) => [key]))('refuses %p', (localsKey) => {
    const error = thrownBy(() => resolve({ ...credentials, localsKey }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^localsKey must be an identifier other than settings, cache, /);
  });
});

describe('logger', () => {
  it('is used, guarded', () => {
    const logger = createRecordingLogger();
    resolve({ ...credentials, logger }).logger.warn({ code: 'X' }, 'said');
    expect(logger.lines).toEqual([{ level: 'warn', fields: { code: 'X' }, message: 'said' }]);
  });

  it('may be console', () => {
    expect(() => resolve({ ...credentials, logger: console })).not.toThrow();
  });

  it.each([[null], [{}], [{ warn: () => undefined }], ['console'], [() => undefined], [[]]])('refuses %p', (logger) => {
    const error = thrownBy(() => resolve({ ...credentials, logger }));
    expect(error.code).toBe('MOE_OPTION_INVALID');
    expect(error.message).toMatch(/^logger must be an object with debug, info, warn and error; received /);
  });
});

describe('axios', () => {
  it.each([
    ['axios itself', axios],
    ['an instance', axios.create()],
    ['an instance of the class', new axios.Axios({})],
  ])('may be %s', (_, instance) => {
    expect(resolve({ ...credentials, axios: instance }).axios).toBe(instance);
  });

  it.each([[null], [{}], ['axios'], [{ request: () => undefined }], [{ defaults: {} }], [() => undefined]])(
    'refuses %p',
    (instance) => {
      const error = thrownBy(() => resolve({ ...credentials, axios: instance }));
      expect(error.code).toBe('MOE_OPTION_INVALID');
      expect(error.message).toMatch(/^axios must be an axios instance; received /);
    },
  );
});
