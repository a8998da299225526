import { createBlockCompiler } from './compile.js';
import { codeBlocks, readText } from './markdown.js';

const compile = createBlockCompiler();

const isCode = ({ language }: { readonly language: string }): boolean => ['ts', 'js'].includes(language);

const examples = ['README.md', 'CONTRIBUTING.md'].flatMap((path) =>
  codeBlocks(readText(path))
    .filter(isCode)
    .map((block) => [`${path}:${block.line}`, block] as const),
);

it('the documentation has examples', () => {
  expect(examples.length).toBeGreaterThan(5);
});

it.each(examples)('the example at %s compiles', (_place, block) => {
  expect(compile(block)).toEqual([]);
});

describe('an example fails', () => {
  it.each([
    [
      'that names what the package does not export',
      "import { createPersonalise } from 'express-moengage-personalize';",
      /^line 1: .*no exported member named 'createPersonalise'/,
    ],
    [
      'that misspells an option',
      "import { createPersonalize } from 'express-moengage-personalize';\ncreatePersonalize({ timeout: 1 });",
      /^line 2: .*'timeout' does not exist/,
    ],
    ['that uses what nobody declared', 'app.listen(3000);', /^line 1: Cannot find name 'app'/],
    ['that is not TypeScript', 'const = 1;', /^line 1: /],
  ])('%s', (_case, code, error) => {
    expect(compile({ line: 1, language: 'ts', code, declarations: '' })[0]).toMatch(error);
  });
});

it('an example may use what a comment before it declares', () => {
  const declarations = "declare const app: import('express').Express;";

  expect(compile({ line: 1, language: 'ts', code: 'app.listen(3000);', declarations })).toEqual([]);
});

it('the example of a test is one that runs', () => {
  const test = readText('test/integration/testing/readme.test.ts');

  expect(codeBlocks(readText('README.md')).map(({ code }) => code.trim())).toContain(test.trim());
});
