import { examineKeys } from '../../../../src/cli/doctor/experience-keys.js';
import { readWrittenTypes } from '../../../../src/cli/types/written-types.js';
import { metadataOf, patientOf } from './support.js';
import type { Workspace } from './support.js';

async function examine(workspace: Workspace, ...keys: readonly string[]): Promise<readonly string[]> {
  const source = `interface Register { experiences: { ${keys.map((key) => `'${key}': {};`).join(' ')} } }`;
  const types = { path: 'personalize.d.ts', written: readWrittenTypes(source) };
  const remarks = await examineKeys(patientOf({ metadata: metadataOf(workspace), types }));
  return remarks.map(({ verdict, message, advice }) => [verdict, message, advice].filter(Boolean).join(' | '));
}

describe('the keys of the code', () => {
  it.each<[string, Workspace, readonly string[], readonly string[]]>([
    ['Active', { hero: 'Active', strip: 'Active' }, ['hero', 'strip'], ['ok | 2 of 2 keys are Active']],
    ['none', {}, [], ['ok | 0 of 0 keys are Active']],
    [
      'paused or scheduled',
      { hero: 'Active', strip: 'Paused', later: 'Scheduled' },
      ['hero', 'strip', 'later'],
      [
        'ok | 1 of 3 keys is Active',
        "warning | 'strip' is Paused: pages get its default | start it in the dashboard, or leave it",
        "warning | 'later' is Scheduled: pages get its default | start it in the dashboard, or leave it",
      ],
    ],
    [
      'misspelt',
      { 'home-hero': 'Active' },
      ['hom-hero'],
      [
        "trouble | 'hom-hero' is not in the workspace | is 'home-hero' meant?",
        "warning | 'home-hero' is Active and not in the file | run moengage-personalize types",
      ],
    ],
    [
      'unknown',
      { 'home-hero': 'Paused' },
      ['something-else'],
      [
        "trouble | 'something-else' is not in the workspace | create it, or take it out of the code; run moengage-personalize types",
      ],
    ],
  ])('that are %s', async (_how, workspace, keys, told) => {
    await expect(examine(workspace, ...keys)).resolves.toEqual(told);
  });

  it('that drive a terminal do not', async () => {
    const [told] = await examine({}, String.raw`\u001b[2J`);

    expect(told).toContain(String.raw`'\u001b[2J' is not in the workspace`);
  });

  it('that are wrong in their hundreds are not all told', async () => {
    const told = await examine({}, ...Array.from({ length: 100 }, (_, index) => `key-number-${index}`));

    expect(told).toHaveLength(21);
    expect(told.at(-1)).toContain('80 more keys are not right');
  });

  it('are looked for only where a file is given that has them', async () => {
    const without = await examineKeys(patientOf());
    const foreign = await examineKeys(patientOf({ types: { path: 'mine.ts', written: undefined } }));

    expect(without).toMatchObject([{ verdict: 'skipped' }]);
    expect(foreign).toMatchObject([
      { verdict: 'warning', message: 'mine.ts registers no experiences in so many words' },
    ]);
  });
});
