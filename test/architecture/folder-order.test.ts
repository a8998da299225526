import { findCycles, findDeadImports, findDisorder } from './folder-order.js';
import { readFiles } from './source-file.js';

const sources = readFiles(['src']);

describe('the folders of src', () => {
  it('import only from folders before them', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(findDisorder(sources)).toEqual([]);
  });

  it('have no import cycle, not even of types', () => {
    expect(findCycles(sources)).toEqual([]);
  });

  it('import only files that are there', () => {
    expect(findDeadImports(sources)).toEqual([]);
  });
});

describe('the order of folders', () => {
  it.each([
    ['core imports config', 'src/core/x.ts', "import { y } from '../config/y.js';"],
    ['a type of a later folder is imported', 'src/client/x.ts', "import type { Y } from '../express/y.js';"],
    ['a later folder is exported from', 'src/context/x.ts', "export * from '../experiences/y.js';"],
    ['a later folder is imported on demand', 'src/config/x.ts', "void import('../client/y.js');"],
    ['a type is imported in place', 'src/core/x.ts', "export type Y = import('../config/y.js').Y;"],
    ['context imports client, which is beside it', 'src/context/x.ts', "import '../client/y.js';"],
    ['the emulator imports the codec', 'src/emulator/api/x.ts', "import { y } from '../../client/y.js';"],
    ['an adapter imports options', 'src/adapters/redis.ts', "import { y } from '../config/y.js';"],
    ['the browser script imports anything', 'src/browser/x.ts', "import { y } from '../core/y.js';"],
    ['the command imports the middleware', 'src/cli/x.ts', "import { y } from '../express/y.js';"],
    ['the middleware imports what wires it', 'src/express/x.ts', "import { y } from '../personalize.js';"],
    ['the folder is unknown', 'src/helpers/x.ts', ''],
    ['a file lies beside the entry', 'src/helpers.ts', ''],
  ])('is broken where %s', (_case, path, text) => {
    expect(findDisorder([{ path, text }])).toHaveLength(1);
  });

  it.each([
    ['from its own folder', 'src/emulator/api/x.ts', "import { y } from '../config/y.js';"],
    ['from a package', 'src/core/x.ts', "import { inspect } from 'node:util';"],
    ['from an earlier folder', 'src/cli/x.ts', "import { y } from '../index.js';"],
  ])('is kept where a file imports %s', (_case, path, text) => {
    expect(findDisorder([{ path, text }])).toEqual([]);
  });
});

describe('a cycle', () => {
  const file = (name: string, ...imports: string[]) => ({
    path: `src/core/${name}.ts`,
    text: imports.map((other) => `import type { T } from './${other}.js';`).join('\n'),
  });

  it('is found with the files that it leads through', () => {
    expect(findCycles([file('a', 'b'), file('b', 'c'), file('c', 'b')])).toEqual([
      'src/core/b.ts → src/core/c.ts → src/core/b.ts',
    ]);
  });

  it('is not seen where two files share a third', () => {
    expect(findCycles([file('a', 'b', 'c'), file('b', 'd'), file('c', 'd'), file('d')])).toEqual([]);
  });
});

it('an import of a file that is not there is found', () => {
  expect(findDeadImports([{ path: 'src/core/a.ts', text: "import './gone.js';" }])).toEqual([
    'src/core/a.ts imports src/core/gone.ts, which is not there',
  ]);
});
