import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { browserScript } from '../../src/browser/script-text.js';

/** As the build makes it, by the same program. */
export const minifiedScript: string = execFileSync(
  process.execPath,
  [join(__dirname, '../../.ci/browser-script.mjs')],
  { input: browserScript, encoding: 'utf8' },
);
