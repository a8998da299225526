import { EmulatorError, parseEmulatorConfig } from 'express-moengage-personalize/emulator';

import { workspace } from '../support.js';

function problemsOf(input: unknown): readonly string[] {
  try {
    parseEmulatorConfig(input);
  } catch (error) {
    if (error instanceof EmulatorError) return error.problems.map(({ path, message }) => `${path} | ${message}`);
    throw error;
  }
  return [];
}

const variations = [{ id: '1', variables: {} }];
const audience = { id: '1A', name: 'All', variations };
const experience = { key: 'valid-key', audiences: [audience] };
const withWhen = (when: unknown) => ({ experiences: [{ ...experience, audiences: [{ ...audience, when }] }] });
const whenPath = 'experiences[0].audiences[0].when';
const withVariations = (given: unknown) => ({
  experiences: [{ ...experience, audiences: [{ ...audience, variations: given }] }],
});
const variationsPath = 'experiences[0].audiences[0].variations';

describe('parseEmulatorConfig', () => {
  it('fills in the defaults', () => {
    const { countriesOf, ...config } = parseEmulatorConfig({});

    expect(config).toEqual({
      workspaceId: 'EMU_DEBUG',
      apiKey: 'emu_key',
      customers: [],
      globalControlGroup: 0,
      unmatched: 'absent',
      failures: false,
      rateLimit: 10_000,
      experiences: [],
    });
    expect(countriesOf('203.0.113.1')).toEqual([]);
  });

  it('fills in the defaults of an experience', () => {
    const [parsed] = parseEmulatorConfig({ experiences: [experience] }).experiences;

    expect(parsed).toEqual({
      key: 'valid-key',
      name: 'valid-key',
      status: 'Active',
      controlGroup: 0,
      audiences: [{ id: '1A', name: 'All', conditions: [], variations: [{ id: '1', weight: 1, payload: {} }] }],
    });
  });

  it('accepts what the tests here use', () => {
    expect(problemsOf(workspace)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a file that is a list', [], ' | must be of type object; received a list of 0'],
    ['an unknown name', { experience: [] }, ' | there is no "experience": did you mean experiences?'],
    ['an unknown name unlike any other', { zzzzzzzz: 1 }, ' | there is no "zzzzzzzz": known are workspaceId, apiKey'],
    ['a real key', { apiKey: 'KJ5ZVT2SECRET' }, 'apiKey | must begin with emu_: a real key has no business here'],
    ['a workspace id with a colon', { workspaceId: 'a:b' }, 'workspaceId | must not be empty nor hold a colon'],
    ['an empty workspace id', { workspaceId: '' }, 'workspaceId | must not be empty'],
    [
      'a customer id that is a number',
      { customers: [{ id: 7 }] },
      'customers[0].id | must be of type string; received 7',
    ],
    ['a customer twice', { customers: [{ id: 'a' }, { id: 'a' }] }, 'customers[1].id | "a" is there twice'],
    ['a range without a prefix', { countries: { IN: ['203.0.113.1'] } }, 'countries.IN[0] | must be a range such as'],
    ['a prefix that is too long', { countries: { IN: ['203.0.113.0/33'] } }, 'countries.IN[0] | must be a range'],
    ['an address that is none', { countries: { IN: ['203.0.113.0.1/8'] } }, 'countries.IN[0] | must be a range'],
    [
      'a key that is too short',
      { experiences: [{ ...experience, key: 'hero' }] },
      'experiences[0].key | must have 5 to 50',
    ],
    [
      'a key that is too long',
      { experiences: [{ ...experience, key: 'k'.repeat(51) }] },
      'experiences[0].key | must have',
    ],
    ['a key twice', { experiences: [experience, experience] }, 'experiences[1].key | "valid-key" is there twice'],
    [
      'a status in lower case',
      { experiences: [{ ...experience, status: 'active' }] },
      'experiences[0].status | must be one of Active, Paused, Scheduled; did you mean Active?; received "active"',
    ],
    [
      'a control group above 100',
      { experiences: [{ ...experience, controlGroup: 101 }] },
      'experiences[0].controlGroup | ',
    ],
    [
      'no audiences',
      { experiences: [{ key: 'valid-key' }] },
      'experiences[0].audiences | is missing: must be of type array',
    ],
    [
      'an audience id twice',
      { experiences: [{ ...experience, audiences: [audience, audience] }] },
      'experiences[0].audiences | must have different ids',
    ],
    [
      'a condition that does not exist',
      withWhen({ day: ['Monday'] }),
      `${whenPath} | there is no "day": did you mean days?`,
    ],
    ['a day in lower case', withWhen({ days: ['monday'] }), `${whenPath}.days[0] | must be one of Sunday, Monday`],
    ['a list of no days', withWhen({ days: [] }), `${whenPath}.days | `],
    ['an hour that does not exist', withWhen({ hours: [24] }), `${whenPath}.hours[0] | must be an hour from 0 to 23`],
    [
      'a range of hours that is none',
      withWhen({ hours: '18 to 5' }),
      `${whenPath}.hours | must be an hour from 0 to 23`,
    ],
    [
      'a device that does not exist',
      withWhen({ devices: ['phone'] }),
      `${whenPath}.devices[0] | must be one of mobile`,
    ],
    [
      'a field of the API as an attribute',
      withWhen({ session: { USER_AGENT: 'x' } }),
      `${whenPath}.session.USER_AGENT | is a field of the API`,
    ],
    [
      'a session value that is an object',
      withWhen({ session: { utm_source: { is: 'x' } } }),
      `${whenPath}.session.utm_source | must be a value`,
    ],
    [
      'a customer that is not listed',
      withWhen({ customers: ['user_9'] }),
      `${whenPath}.customers[0] | "user_9" is not listed under customers`,
    ],
    [
      'a country that is not listed',
      withWhen({ countries: ['IN'] }),
      `${whenPath}.countries[0] | "IN" is not listed under countries`,
    ],
    ['no variations', withVariations([]), `${variationsPath} | `],
    [
      'a variation id twice',
      withVariations([...variations, ...variations]),
      `${variationsPath} | must have different ids`,
    ],
    [
      'only weights of nothing',
      withVariations([{ id: '1', weight: 0, variables: {} }]),
      `${variationsPath} | must have a weight above 0`,
    ],
    ['a negative weight', withVariations([{ id: '1', weight: -1, variables: {} }]), `${variationsPath}[0].weight | `],
    [
      'a data type that does not exist',
      withVariations([{ id: '1', variables: { Price: { value: '1', data_type: 'int' } } }]),
      `${variationsPath}[0].variables.Price | { value, data_type } takes nothing else, and a data_type of string, number`,
    ],
  ])('refuses %s', (_, input, problem) => {
    expect(problemsOf(input)).toContainEqual(expect.stringContaining(problem));
  });

  it('names every problem, not just the first', () => {
    expect(problemsOf({ failures: 'yes', rateLimit: 0, unmatched: 'none' })).toHaveLength(3);
  });

  it('suggests the customer that was meant', () => {
    const config = { customers: [{ id: 'user_8821' }], ...withWhen({ customers: ['user_8812'] }) };

    expect(problemsOf(config)).toEqual([expect.stringContaining('did you mean user_8821?')]);
  });

  it('does not show a key that it refuses', () => {
    expect(problemsOf({ apiKey: 'KJ5ZVT2SECRET' }).join()).not.toContain('KJ5ZVT2');
  });

  it('shows only the beginning of a long value', () => {
    expect(problemsOf({ unmatched: 'x'.repeat(500) }).join().length).toBeLessThan(200);
  });

  it('carries the code and every problem in the message', () => {
    expect(() => parseEmulatorConfig({ rateLimit: 0 })).toThrow(
      expect.objectContaining({
        name: 'EmulatorError',
        code: 'MOE_EMULATOR_CONFIG',
        message: expect.stringMatching(
          /^The emulator configuration is not valid:\n {2}rateLimit: .+\n \(MOE_EMULATOR_CONFIG\)$/,
        ),
      }),
    );
  });

  it('finds every country that an address belongs to', () => {
    const { countriesOf } = parseEmulatorConfig({
      countries: { IN: ['203.0.113.0/24', '2001:db8::/32'], EU: ['2001:db8:1::/48'] },
    });

    expect(countriesOf('203.0.113.7')).toEqual(['IN']);
    expect(countriesOf('2001:db8:1::7')).toEqual(['IN', 'EU']);
    expect(countriesOf('203.0.114.7')).toEqual([]);
    expect(countriesOf('somewhere')).toEqual([]);
  });
});
