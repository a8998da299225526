import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A file of this repository; tests of the rules make some up. */
export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const root: string = join(__dirname, '../..');

/** Not ours, or made by a build, or sources of other projects that a test sets up. */
const foreign = ['node_modules', 'dist', 'coverage', 'consumers'];

function listPaths(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return foreign.includes(entry.name) ? [] : listPaths(path);
  });
}

/** Files below the folders that end in one of these, in a stable order. */
export function readFiles(folders: readonly string[], endings: readonly string[] = ['.ts']): readonly SourceFile[] {
  return folders
    .flatMap(listPaths)
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
    .map((path) => ({
      path: relative('.', path).split(sep).join('/'),
      text: readFileSync(join(root, path), 'utf8'),
    }));
}
