import { importsOf, isRelative, packageName } from './imports.js';
import type { SourceFile } from './source-file.js';

/** An installed package that users of this one get as well. */
export interface RuntimePackage {
  readonly name: string;
  readonly license: string;
  readonly scripts: readonly string[];
}

/** `name@range` of each runtime dependency. A new one is added here and in the design, or nowhere. */
const allowed: ReadonlyMap<string, RegExp> = new Map([
  ['axios', /^\^1\./],
  ['commander', /^\^14\./],
  ['date-fns', /^\^4\./],
  ['date-fns-tz', /^\^3\./],
  ['isbot', /^\^5\./],
  ['lru-cache', /^\^11\./],
  ['request-ip', /^\^3\./],
  // 2.x, the tag `latest`, is AGPL.
  ['ua-parser-js', /^\^1\./],
  // 8 needs Node 22.
  ['undici', /^\^7\./],
  ['yaml', /^\^2\./],
  ['zod', /^\^4\./],
]);

/** Optional peers, each with the only sources that may import it: whoever loads those has it. */
const peersOfAdapters: ReadonlyMap<string, string> = new Map([
  ['@opentelemetry/api', 'src/adapters/opentelemetry'],
  ['redis', 'src/adapters/redis'],
]);

/** Licences that ask nothing of an application but to be named. */
const permissive = ['MIT', 'ISC', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'Unlicense'];

/** `prepare` is not among them: it runs for packages fetched by git, not for those of a registry. */
const runAtInstall = ['preinstall', 'install', 'postinstall'];

export function findDependencyFaults(dependencies: Readonly<Record<string, string>>): readonly string[] {
  const wrong = Object.entries(dependencies).flatMap(([name, range]) => {
    const rule = allowed.get(name);
    if (rule === undefined) return [`${name} is not among the agreed dependencies`];
    return rule.test(range) ? [] : [`${name} ${range} is not in the agreed range`];
  });
  const missing = [...allowed.keys()].filter((name) => !Object.hasOwn(dependencies, name));
  return [...wrong, ...missing.map((name) => `${name} is missing`)];
}

export function findPackageFaults({ name, license, scripts }: RuntimePackage): readonly string[] {
  const ran = scripts.filter((script) => runAtInstall.includes(script));
  return [
    ...(permissive.includes(license) ? [] : [`${name} is under ${license}`]),
    ...ran.map((script) => `${name} runs a script at ${script}`),
  ];
}

/** Where packages come from is for whoever installs to say: the file holds hashes only. */
export function findLockFaults(lock: string): readonly string[] {
  const resolved = lock.includes('"resolved"') ? ['the lock file says from where packages were fetched'] : [];
  const hosts = new Set(lock.match(/https?:\/\/[^/"]*(?:registry|npmjs|npm\.|verdaccio|artifactory|nexus)[^/"]*/gi));
  return [...resolved, ...[...hosts].map((host) => `the lock file names ${host}`)];
}

function isPeerOfAdapter({ path }: SourceFile, name: string): boolean {
  const place = peersOfAdapters.get(name);
  return place !== undefined && (path === `${place}.ts` || path.startsWith(`${place}/`));
}

/**
 * Packages that the sources import without being promised them. The peer may be named as a type only, and an optional one
 * by its own adapter only.
 */
export function findUndeclared(files: readonly SourceFile[], declared: readonly string[]): readonly string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier }) => !isRelative(specifier) && !specifier.startsWith('node:'))
      .filter(({ specifier, typeOnly }) => !(typeOnly && packageName(specifier) === 'express'))
      .filter(({ specifier }) => !declared.includes(packageName(specifier)))
      .filter(({ specifier }) => !isPeerOfAdapter(file, packageName(specifier)))
      .map(({ specifier }) => `${file.path} imports ${specifier}`),
  );
}

/** Declared packages that nothing imports. */
export function findUnused(files: readonly SourceFile[], declared: readonly string[]): readonly string[] {
  const used = new Set(files.flatMap((file) => importsOf(file).map(({ specifier }) => packageName(specifier))));
  return declared.filter((name) => !used.has(name));
}
