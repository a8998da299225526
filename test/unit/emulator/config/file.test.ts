import { readConfigFile, readYaml } from '../../../../src/emulator/config/file.js';

function linesOf(text: string): readonly unknown[] {
  const outcome = readYaml(text);
  return outcome.ok ? [] : outcome.problems.map(({ line, path }) => [line, path]);
}

describe('readYaml', () => {
  it('takes an empty file for all defaults', () => {
    expect(readYaml('# nothing yet\n')).toMatchObject({ ok: true, config: { workspaceId: 'EMU_DEBUG' } });
  });

  it.each<[string, string, readonly unknown[]]>([
    ['YAML that does not parse', 'workspaceId: X\nexperiences: [a\n', [[3, '']]],
    ['a name twice', 'apiKey: emu_a\napiKey: emu_b\n', [[2, '']]],
    ['a wrong value', 'workspaceId: X\n\nrateLimit: 0\n', [[3, 'rateLimit']]],
    ['an unknown name', 'workspaceId: X\nrateLimits: 5\n', [[2, '']]],
    [
      'a wrong value deep down',
      'experiences:\n  - key: abcde\n    audiences: []\n    status: paused\n',
      [
        [3, 'experiences[0].audiences'],
        [4, 'experiences[0].status'],
      ],
    ],
    [
      'what is missing, at what it is missing from',
      'customers:\n  - id: a\n  - attributes: {}\n',
      [[3, 'customers[1].id']],
    ],
    [
      'a reference to nothing',
      'experiences:\n  - key: abcde\n    audiences:\n      - id: a\n        name: b\n        when: { countries: [IN] }\n        variations: [{ id: a, variables: {} }]\n',
      [[6, 'experiences[0].audiences[0].when.countries[0]']],
    ],
  ])('tells the line of %s', (_, text, expected) => {
    expect(linesOf(text)).toEqual(expected);
  });

  it('refuses aliases that multiply', () => {
    const text = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefghi'[index] ?? ''}, `.repeat(9)}]`),
    ].join('\n');

    expect(readYaml(text)).toMatchObject({ ok: false, problems: [{ message: expect.stringContaining('alias') }] });
  });
});

describe('readConfigFile', () => {
  it('reports a file that is not there', () => {
    expect(readConfigFile('/nowhere/emulator.yaml')).toMatchObject({
      ok: false,
      problems: [{ path: '', line: undefined, message: expect.stringContaining('ENOENT') }],
    });
  });
});
