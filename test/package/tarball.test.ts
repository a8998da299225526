import { join } from 'node:path';
import { emulatorBan, findReached, rootBan } from '../architecture/entry-reach.js';
import { readFiles } from '../architecture/source-file.js';
import { readTarball } from './project.js';

const tarball = readTarball();
const modules = readFiles(['src'])
  .map(({ path }) => path.replace(/^src\//, '').replace(/\.ts$/, ''))
  // The package has the browser script as one text; what the text was made of stays here.
  .filter((module) => !module.startsWith('browser/') || module === 'browser/script-text');

/** The command is one program, not a library in two forms. */
const inCommonJs = modules.filter((module) => !module.startsWith('cli/'));

/** Each source as code and declarations, twice; what tells Node and editors about them; and what people read. */
const expected = [
  ...(['esm', 'cjs'] as const).flatMap((build) => [
    ...(build === 'esm' ? modules : inCommonJs).flatMap((module) => [
      `dist/${build}/${module}.js`,
      `dist/${build}/${module}.d.ts`,
    ]),
    `dist/${build}/package.json`,
  ]),
  'dist/emulator.schema.json',
  ...['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'],
];

/** Two builds with their declarations and comments are about 2.3 MB. A dependency packed by mistake is more. */
const maxUnpackedBytes = 2_400_000;

describe('the tarball', () => {
  it('holds both builds of each source and what belongs to them, and nothing else', () => {
    expect(tarball.files.map(({ path }) => path).sort()).toEqual(expected.sort());
  });

  it('is small', () => {
    process.stdout.write(`packed: ${tarball.files.length} files, ${tarball.unpackedSize} bytes unpacked\n`);

    expect(tarball.unpackedSize).toBeLessThan(maxUnpackedBytes);
  });

  it('has a command that can be executed', () => {
    const command = tarball.files.find(({ path }) => path === 'dist/esm/cli/main.js');

    expect((command?.mode ?? 0) & 0o111).toBe(0o111);
  });
});

describe.each(['esm', 'cjs'])('what was built as %s', (build) => {
  const base = join('dist', build, '/');
  const built = new Map(readFiles([base], ['.js', '.d.ts']).map((file) => [file.path, file]));
  const lookup = (path: string) => built.get(path);

  it.each(['.js', '.d.ts'])(
    'reaches nothing from its root entry that only the emulator or the command needs (%s)',
    (ending) => {
      expect(findReached(`${base}index${ending}`, base, rootBan, lookup)).toEqual([]);
    },
  );

  it.each(['.js', '.d.ts'])('reaches neither client nor middleware from the emulator (%s)', (ending) => {
    expect(findReached(`${base}emulator/index${ending}`, base, emulatorBan, lookup)).toEqual([]);
  });
});
