import { examineConfiguration, examineNode } from '../../../../src/cli/doctor/configuration.js';
import { allPlaces, describeDataCenter } from '../../../../src/cli/doctor/data-centers.js';
import { invalidOption } from '../../../../src/core/option-errors.js';
import { resolveBaseUrl } from '../../../../src/config/base-url.js';

const environment = {
  MOENGAGE_WORKSPACE_ID: 'SHOP_DEBUG',
  MOENGAGE_PERSONALIZE_API_KEY: 'canary-key-51f0',
  MOENGAGE_DATA_CENTER: '02',
};

describe('the configuration', () => {
  it.each([
    [
      'the environment',
      {},
      'a test workspace by MOENGAGE_WORKSPACE_ID, its key by MOENGAGE_PERSONALIZE_API_KEY, https://sdk-02.moengage.com/v1 by MOENGAGE_DATA_CENTER',
    ],
    [
      'flags, which come first',
      { workspace: 'SHOP', dataCenter: '101' },
      'a live workspace by --workspace, its key by MOENGAGE_PERSONALIZE_API_KEY, https://sdk-101.moengage.com/v1 by --data-center',
    ],
    [
      'a base URL',
      { baseUrl: 'https://proxy.example/moengage/' },
      'a test workspace by MOENGAGE_WORKSPACE_ID, its key by MOENGAGE_PERSONALIZE_API_KEY, https://proxy.example/moengage by --base-url',
    ],
  ])('is told with where it comes from: %s', (_where, flags, message) => {
    expect(examineConfiguration({ timeout: '1', ...flags }, environment)).toMatchObject([{ verdict: 'ok', message }]);
  });

  it('is told with all that is wrong with it, and with the variables that nothing reads', () => {
    const remarks = examineConfiguration(
      { timeout: '1' },
      {
        MOENGAGE_WORKSPACE_ID: 'id:canary-key-51f0',
        MOENGAGE_PERSONALIZE_API_KEY: '',
        MOENGAGE_API_KEY: 'canary-key-51f0',
      },
    );

    expect(remarks.map(({ verdict, data }) => [verdict, data?.code])).toEqual([
      ['trouble', 'MOE_OPTION_INVALID'],
      ['trouble', 'MOE_OPTION_MISSING'],
      ['trouble', 'MOE_OPTION_MISSING'],
    ]);
    expect(remarks[0]?.advice).toMatch(/^see https:.*#moe_option_invalid$/);
    expect(remarks[1]?.advice).toMatch(/^'MOENGAGE_API_KEY' is set, and read by nothing here; see https:/);
    expect(JSON.stringify(remarks)).not.toContain('canary');
  });

  it('has trouble where Node takes every certificate', () => {
    expect(examineNode({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatchObject([{ verdict: 'trouble' }]);
    expect(examineNode({ NODE_TLS_REJECT_UNAUTHORIZED: '1' })).toEqual([]);
    expect(examineNode({})).toEqual([]);
  });
});

describe('the data centres', () => {
  it('are all that the option takes', () => {
    const names = allPlaces.map(({ dataCenter }) => dataCenter);
    const refusal = invalidOption('dataCenter', `one of '${names.join("', '")}'`, '99');

    expect(() => resolveBaseUrl(undefined, '99', undefined)).toThrow(refusal.message);
  });

  it.each([
    ['02', '02 (EU)'],
    ['101', '101'],
    ['constructor', 'constructor'],
  ])('%s is called %s', (name, called) => {
    expect(describeDataCenter(name)).toBe(called);
  });
});
