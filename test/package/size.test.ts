import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createProject, packageIn } from './project.js';

const kilobyte = 1_024;

it('what an application loads of the package itself is small', async () => {
  const project = await createProject({ consumer: 'javascript' });
  const { outputFiles } = await build({
    entryPoints: [join(packageIn(project), 'dist/esm/index.js')],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    write: false,
  });
  const [file] = outputFiles;
  const bytes = file?.contents.length ?? NaN;
  const packed = gzipSync(file?.contents ?? '').length;

  process.stdout.write(
    `root entry: ${(bytes / kilobyte).toFixed(1)} KB minified, ${(packed / kilobyte).toFixed(1)} packed\n`,
  );
  expect(bytes).toBeLessThan(166 * kilobyte);
  expect(packed).toBeLessThan(62 * kilobyte);
});
