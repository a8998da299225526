import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSamples } from '../../../../src/cli/types/samples.js';
import { createTemporaryFolder } from '../../../support/temporary-folder.js';

function fileOf(text: string): string {
  const file = join(createTemporaryFolder('samples'), 'visitors.json');
  writeFileSync(file, text);
  return file;
}

describe('sample visitors', () => {
  it('are an anonymous one at four moments, in want of others', async () => {
    await expect(readSamples()).resolves.toEqual([
      { dayOfWeek: 'Monday', hourOfDay: '08' },
      { dayOfWeek: 'Wednesday', hourOfDay: '13' },
      { dayOfWeek: 'Friday', hourOfDay: '19' },
      { dayOfWeek: 'Sunday', hourOfDay: '23' },
    ]);
  });

  it('are customers besides, each at the same moments', async () => {
    const samples = await readSamples(['one', 'two']);

    expect(samples.map(({ identity }) => identity?.customerId)).toEqual([
      ...Array.from({ length: 4 }, () => undefined),
      ...Array.from({ length: 4 }, () => 'one'),
      ...Array.from({ length: 4 }, () => 'two'),
    ]);
  });

  it('of a file come when they say, or else at four moments', async () => {
    const visitors = [{ attributes: { plan: 'pro' }, hourOfDay: '03' }, { userAgent: 'Mozilla/5.0' }];

    const [first, ...others] = (await readSamples([], fileOf(JSON.stringify(visitors)))).slice(4);

    expect(first).toMatchObject({ attributes: { plan: 'pro' }, hourOfDay: '03' });
    expect(first).not.toHaveProperty('dayOfWeek');
    expect(others.map(({ userAgent, hourOfDay }) => [userAgent, hourOfDay])).toEqual([
      ['Mozilla/5.0', '08'],
      ['Mozilla/5.0', '13'],
      ['Mozilla/5.0', '19'],
      ['Mozilla/5.0', '23'],
    ]);
  });

  it.each([
    ['is no JSON', '[', 'a JSON file with a list of visitors'],
    ['is no list', '{}', 'a JSON file with a list of visitors'],
    ['has something else in it', '[{}, 1]', '--sample[1] must be an object'],
    ['has a misspelt member', '[{ "identiy": {} }]', 'did you mean identity?'],
    ['has a wrong day', '[{ "dayOfWeek": "monday" }]', 'dayOfWeek must be one of'],
    ['has more visitors than anybody needs', JSON.stringify(Array(100).fill({})), 'at most 99 visitors'],
  ])('are refused where the file %s', async (_what, text, message) => {
    await expect(readSamples([], fileOf(text))).rejects.toThrow(message);
  });

  it('are refused without repeating who they are', async () => {
    const file = fileOf('[{ "identity": { "customerId": ["customer-canary"] } }]');

    await expect(readSamples([], file)).rejects.toThrow(/^query\.identity\.customerId must be a string(?!.*canary)/);
  });
});
