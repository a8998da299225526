import { importsOf, isRelative, packageName, targetOf } from './imports.js';
import type { SourceFile } from './source-file.js';

/** What an entry must do without. */
export interface Ban {
  /** Packages that may not even be named as a type. */
  readonly packages?: readonly string[];
  /** Packages whose types may be named: the peer's, which its users have. */
  readonly atRunTime?: readonly string[];
  /** Folders, by the path they begin with. */
  readonly folders?: readonly string[];
}

/** The root entry is loaded by every application: nothing that only the emulator, the command or an adapter needs. */
export const rootBan: Ban = {
  packages: ['zod', 'yaml', 'commander', '@opentelemetry/api', 'redis'],
  atRunTime: ['express'],
  folders: ['emulator/', 'cli/', 'adapters/'],
};

/** The emulator must not agree with our own codec by sharing it, and tests load it without a client. */
export const emulatorBan: Ban = {
  packages: ['axios', 'undici', 'express', 'commander', '@opentelemetry/api'],
  folders: [
    'adapters/',
    'client/',
    'config/',
    'context/',
    'experiences/',
    'express/',
    'cli/',
    'personalize.',
    'index.',
  ],
};

/**
 * The file that a path names, which in a build may be the declarations beside the code. `undefined` where it is not
 * there, which is a fault in itself: what is not walked is not checked.
 */
type Lookup = (path: string) => SourceFile | undefined;

function broken({ packages = [], atRunTime = [] }: Ban, specifier: string, typeOnly: boolean): boolean {
  const name = packageName(specifier);
  return packages.includes(name) || (!typeOnly && atRunTime.includes(name));
}

/**
 * All that an entry imports, and what that imports, against the ban. Each finding names the file that does it.
 * `base` is the folder of the entry, from which the banned folders are named.
 */
export function findReached(entry: string, base: string, ban: Ban, lookup: Lookup): readonly string[] {
  const findings: string[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const file = lookup(path);
    if (file === undefined) {
      findings.push(`${path} is not there`);
      return;
    }
    const inBase = path.slice(base.length);
    if (ban.folders?.some((folder) => inBase.startsWith(folder))) findings.push(`${path} is reached`);
    const declares = path.endsWith('.d.ts');
    for (const { specifier, typeOnly } of importsOf(file)) {
      if (isRelative(specifier)) visit(declares ? declarationOf(path, specifier) : targetOf(path, specifier));
      else if (broken(ban, specifier, typeOnly || declares)) findings.push(`${path} imports ${specifier}`);
    }
  };
  visit(entry);
  return findings;
}

const declarationOf = (from: string, specifier: string): string => targetOf(from, specifier).replace(/\.js$/, '.d.ts');

/** Looks among files that were read before. */
export function lookupIn(files: readonly SourceFile[]): Lookup {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return (path) => byPath.get(path);
}
