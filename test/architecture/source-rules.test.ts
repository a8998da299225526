import { readFiles } from './source-file.js';
import { findBreaches } from './source-rules.js';

/** Exceptions, each with its reason. One that is no longer needed fails the test too. */
const exceptions = [
  // `Register` is empty until an application merges its own types into it.
  'src/core/experience.ts: eslint-disable-next-line',
  // A pattern that looks for control characters has to name them.
  // Jest insists.
  'test/package/jest.config.ts: default export',
  'test/package/pack.ts: default export',
  'test/package/unpack.ts: default export',
  'test/support/environment.ts: default export',
  // Somebody else's module.
  'test/types/express4.d.ts: default export',
];

it('no source, test or page of the shop has a loose type, a silenced check, a default export or a bare import', () => {
  const files = readFiles(['src', 'test', 'example-app']);

  expect(files.flatMap(findBreaches).sort()).toEqual(exceptions);
});

describe('it is a breach of the rules', () => {
  it.each([
    ['to say any', 'export const x: any = 1;', 'any'],
    ['to cast to any', 'export const x: string = y as any;', 'any'],
    ['to take any in a generic', 'export type X = Map<string, any>;', 'any'],
    ['to wave undefined away', 'export const x: string = y!;', 'non-null assertion'],
    ['to wave undefined away in a chain', 'export const x: string = y!.z;', 'non-null assertion'],
    ['to promise an assignment', 'let x!: string;', 'definite assignment'],
    ['to ignore an error', '// @ts-ignore\nexport const x: string = 1;', '@ts-ignore'],
    ['to expect one', 'f(\n  // @ts-expect-error no\n  1,\n);', '@ts-expect-error'],
    ['to check nothing', '// @ts-nocheck\n', '@ts-nocheck'],
    ['to disable a rule', '/* eslint-disable no-console */', 'eslint-disable'],
    ['to disable it for a line', 'f(); // eslint-disable-line', 'eslint-disable-line'],
    ['to disable it at the end of a block', 'if (x) {\n  // eslint-disable-next-line\n}', 'eslint-disable-next-line'],
    ['to export a default', 'export default 1;', 'default export'],
    ['to export a default function', 'export default function f() {}', 'default export'],
    ['to export under that name', 'const x = 1;\nexport { x as default };', 'default export'],
    ['to export by assignment', 'export = 1;', 'default export'],
    ['to import without an ending', "import './x';", 'import of ./x without its ending'],
    ['to import a source', "import type { X } from '../x.ts';", 'import of ../x.ts without its ending'],
  ])('%s', (_case, text, what) => {
    expect(findBreaches({ path: 'src/core/x.ts', text })).toEqual([`src/core/x.ts: ${what}`]);
  });

  it.each([
    ['to speak of any', "// any visitor\nexport const x = 'any';"],
    ['to negate', 'export const x: boolean = !y && y !== z;'],
    ['to quote what is forbidden', "export const x = '// eslint-disable';"],
    ['to import a package', "import ts from 'typescript';"],
  ])('not %s', (_case, text) => {
    expect(findBreaches({ path: 'src/core/x.ts', text })).toEqual([]);
  });
});
