import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

/** Another build can be measured in place of the package's own, for a comparison of two. */
const dist = process.env.BENCH_DIST ?? join(root, 'dist');

const npm = (folder, ...args) => execFileSync('npm', args, { cwd: folder, stdio: 'inherit' });

/** What a fresh clone lacks. */
function install(folder) {
  if (!existsSync(join(folder, 'node_modules'))) npm(folder, 'ci', '--ignore-scripts');
}

/**
 * A copy of the built package, so that a build during the run changes nothing of it.
 * @returns {{ folder: string, remove: () => void }}
 */
export function preparePackage() {
  install(root);
  install(here);
  if (!existsSync(dist)) npm(root, 'run', 'build');
  const folder = mkdtempSync(join(tmpdir(), 'personalize-bench-'));
  cpSync(dist, join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
