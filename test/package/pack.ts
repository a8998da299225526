import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Packs what was built, once for all the tests. Jest runs this by itself before them, and cannot follow imports from
 * here; they find the folder by the environment, and what npm said of it in there: it is too long for a variable.
 */
export default function packPackage(): void {
  const folder = mkdtempSync(join(tmpdir(), 'packed-package-'));
  // The scripts would build once more.
  const args = ['pack', '--ignore-scripts', '--json', '--offline', '--pack-destination', folder];
  process.env.PACKED_FOLDER = folder;
  const report = execFileSync('npm', args, {
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  writeFileSync(join(folder, 'report.json'), report);
}
