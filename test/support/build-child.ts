import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { createTemporaryFolder } from './temporary-folder.js';

const sources = join(__dirname, '../../src');

/** Makes a program of TypeScript, and all that it needs, into a file that Node can run, which goes with the tests. */
export function buildChild(program: string): string {
  const outfile = join(createTemporaryFolder('child'), 'child.cjs');
  buildSync({
    entryPoints: [program],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    alias: {
      'express-moengage-personalize': join(sources, 'index.ts'),
      'express-moengage-personalize/testing': join(sources, 'testing/index.ts'),
    },
    outfile,
  });
  return outfile;
}
