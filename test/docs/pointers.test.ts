import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks, readText, root } from './markdown.js';
import { findDeadPointers } from './pointers.js';

const { scripts } = JSON.parse(readText('package.json')) as { scripts: Readonly<Record<string, string>> };
const here = { scripts: Object.keys(scripts), exists: (path: string) => existsSync(join(root, path)) };

it.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'])(
  '%s names only scripts, files and headings that exist',
  (path) => {
    expect(findDeadPointers(readText(path), here)).toEqual([]);
  },
);

it.each(['npm ci && npm start', 'npm ci && npm test'])('the README has the line `%s`', (command) => {
  const shell = codeBlocks(readText('README.md')).filter(({ language }) => language === 'sh');

  expect(shell.map(({ code }) => code)).toContain(`${command}\n`);
});

it.each(['How to report', 'What happens then', 'What is promised'])('SECURITY.md says %s', (heading) => {
  const [, text = ''] = readText('SECURITY.md').split(`\n## ${heading}\n`);

  expect(text.trim().length).toBeGreaterThan(200);
});

describe('a page is caught that names', () => {
  const nothing = { scripts: ['test'], exists: () => false };

  it.each([
    ['a script', 'Type `npm run tset`.', 'there is no script tset'],
    ['a script in a block', '```sh\nnpm ci && npm statr\n```\n', 'there is no script statr'],
    ['a source', 'See `src/core/gone.ts`.', 'src/core/gone.ts is not there'],
    ['a page', 'See [this](GONE.md).', 'the link GONE.md leads nowhere'],
    ['a heading', '# Here\n\nSee [this](#there).', 'the link #there leads nowhere'],
  ])('%s that is not there', (_case, markdown, fault) => {
    expect(findDeadPointers(markdown, nothing)).toEqual([fault]);
  });

  it('and not one that names what is', () => {
    const markdown = '# Here\n\n[up](#here), [out](https://example.com), `npm test`, `npm ci`';

    expect(findDeadPointers(markdown, nothing)).toEqual([]);
  });
});
