import { importsOf, isRelative, targetOf } from './imports.js';
import type { SourceFile } from './source-file.js';

const request = ['core', 'config', 'context', 'client', 'experiences', 'events', 'express'];

/**
 * What each folder of `src`, or file right in it, may import besides itself. `cli` may know more than the two entries:
 * its `fetch` is given an environment, and tells the visitor's day and hour as a page would.
 */
const mayImport: ReadonlyMap<string, readonly string[]> = new Map([
  ['core', []],
  ['config', ['core']],
  ['context', ['core', 'config']],
  ['client', ['core', 'config']],
  ['experiences', ['core', 'config', 'client']],
  ['events', ['core', 'config', 'client']],
  ['express', [...request, 'browser']],
  ['personalize.ts', request],
  ['index.ts', [...request, 'personalize.ts']],
  ['adapters', ['core']],
  ['emulator', ['core']],
  ['browser', []],
  ['testing', ['index.ts', 'core']],
  ['cli', ['index.ts', 'personalize.ts', 'emulator', 'core', 'config', 'context', 'client']],
]);

/** `core` of `src/core/json.ts`, `index.ts` of `src/index.ts`. */
const folderOf = (path: string): string => path.split('/')[1] ?? path;

/** Imports that go against the flow of data, and folders that have no place in it. */
export function findDisorder(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const folder = folderOf(file.path);
    const allowed = mayImport.get(folder);
    if (allowed === undefined) return [`${file.path}: src/${folder} has no place in the order of folders`];
    return importsOf(file)
      .filter(({ specifier }) => isRelative(specifier))
      .map(({ specifier }) => targetOf(file.path, specifier))
      .filter((target) => folderOf(target) !== folder && !allowed.includes(folderOf(target)))
      .map((target) => `${file.path} imports ${target}`);
  });
}

/** Relative imports of each file, those of types included: what is read together must have a beginning. */
function graphOf(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ specifier }) => (isRelative(specifier) ? [targetOf(file.path, specifier)] : [])),
    ]),
  );
}

/** Import cycles, each as the files from one mention of a file to its next. */
export function findCycles(files: readonly SourceFile[]): readonly string[] {
  const graph = graphOf(files);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push([...trail.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}

/** Relative imports that lead to no file. */
export function findDeadImports(files: readonly SourceFile[]): readonly string[] {
  const graph = graphOf(files);
  return [...graph].flatMap(([path, targets]) =>
    targets.filter((target) => !graph.has(target)).map((target) => `${path} imports ${target}, which is not there`),
  );
}
