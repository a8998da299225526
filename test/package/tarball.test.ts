import { join } from 'node:path';
import { emulatorBan, findReached, lookupIn, rootBan } from '../architecture/entry-reach.js';
import { importsOf, isRelative, targetOf } from '../architecture/imports.js';
import { readFiles } from '../architecture/source-file.js';
import { readTarball } from './project.js';

const tarball = readTarball();
const modules = readFiles(['src'])
  .map(({ path }) => path.replace(/^src\//, '').replace(/\.ts$/, ''))
  // The package has the browser script as one text; what the text was made of stays here.
  .filter((module) => !module.startsWith('browser/') || module === 'browser/script-text');

/** The command is one program, not a library in two forms. */
const inCommonJs = modules.filter((module) => !module.startsWith('cli/'));

/** Named by what is in it. */
const sharedName = /^dist\/esm\/shared\/[\dA-Z]{8}\.js$/;

/**
 * Each source as declarations twice, and as code: in CommonJS by itself, in ESM as part of its entry or of what entries
 * share; what tells Node and editors about them; and what people read.
 */
const expected = [
  ...modules.map((module) => `dist/esm/${module}.d.ts`),
  ...['index', 'adapters/opentelemetry', 'adapters/redis', 'cli/main', 'emulator/index', 'testing/index'].map(
    (entry) => `dist/esm/${entry}.js`,
  ),
  ...inCommonJs.flatMap((module) => [`dist/cjs/${module}.js`, `dist/cjs/${module}.d.ts`]),
  ...['dist/esm/package.json', 'dist/cjs/package.json', 'dist/emulator.schema.json'],
  ...['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'],
];

/** Two builds with their declarations are about 2.1 MB. A dependency packed by mistake is more. */
const maxUnpackedBytes = 2_200_000;

describe('the tarball', () => {
  it('holds both builds of each source and what belongs to them, and nothing else', () => {
    const paths = tarball.files.map(({ path }) => path);
    expect(paths.filter((path) => !sharedName.test(path)).sort()).toEqual(expected.sort());
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

/** The files of a build, and what there is under a path. */
function readBuild(build: string) {
  const base = join('dist', build, '/');
  const files = readFiles([base], ['.js', '.d.ts']);
  return { base, files, lookup: lookupIn(files) };
}

const kinds = [
  ['esm', '.js'],
  ['esm', '.d.ts'],
  ['cjs', '.js'],
  ['cjs', '.d.ts'],
] as const;

describe.each(kinds)('what was built as %s, by its %s', (build, ending) => {
  const { base, lookup } = readBuild(build);

  it('reaches nothing from its root entry that only the emulator or the command needs', () => {
    expect(findReached(`${base}index${ending}`, base, rootBan, lookup)).toEqual([]);
  });

  it('reaches neither client nor middleware from the emulator', () => {
    expect(findReached(`${base}emulator/index${ending}`, base, emulatorBan, lookup)).toEqual([]);
  });
});

describe('the files that ESM entries share', () => {
  const { base, files, lookup } = readBuild('esm');
  const code = files.filter(({ path }) => path.endsWith('.js'));

  /** All that an entry loads, itself included. */
  const loadedBy = (path: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(path)) return seen;
    seen.add(path);
    const file = lookup(path);
    const imports = file === undefined ? [] : importsOf(file);
    for (const { specifier } of imports) if (isRelative(specifier)) loadedBy(targetOf(path, specifier), seen);
    return seen;
  };

  /** The sources that a file is made of, as it says itself: twice where it begins with what a source imports. */
  const sourcesOf = (path: string): readonly string[] => {
    const notes = (lookup(path)?.text ?? '').matchAll(/^\/\/ dist\/esm\/(.+)$/gm);
    return [...new Set([...notes].map(([, source = '']) => source))];
  };

  it.each([
    ['index', rootBan],
    ['emulator/index', emulatorBan],
  ])('hold nothing for %s that it must do without', (entry, { folders = [] }) => {
    const sources = [...loadedBy(`${base}${entry}.js`)].flatMap(sourcesOf);
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.filter((source) => folders.some((folder) => source.startsWith(folder)))).toEqual([]);
  });

  it('hold each source once, and are all used', () => {
    const sources = code.flatMap(({ path }) => sourcesOf(path));
    expect(sources.length).toBe(new Set(sources).size);
    const entries = code.map(({ path }) => path).filter((path) => !sharedName.test(path));
    const loaded = new Set(entries.flatMap((entry) => [...loadedBy(entry)]));
    expect(code.map(({ path }) => path).filter((path) => !loaded.has(path))).toEqual([]);
  });
});
