import { readFiles } from './source-file.js';
import type { SourceFile } from './source-file.js';

const asking = /\bURL\s*\.\s*canParse\s*\(/;

const findAsking = (files: readonly SourceFile[]): readonly string[] =>
  files.filter(({ text }) => asking.test(text)).map(({ path }) => path);

// It errs on Node 20 once it is optimized, and only where the text has letters of Latin-1: no test that runs a little
// sees that. `parseUrl` says more.
it('no source asks URL.canParse', () => {
  expect(findAsking(readFiles(['src']))).toEqual([]);
});

it('a source that does is found', () => {
  const path = 'src/core/x.ts';

  expect(findAsking([{ path, text: 'if (!URL.canParse(text, base)) return undefined;' }])).toEqual([path]);
  expect(findAsking([{ path, text: '/** `URL.canParse` is not asked. */' }])).toEqual([]);
});
