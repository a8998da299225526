import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  findDependencyFaults,
  findLockFaults,
  findPackageFaults,
  findUndeclared,
  findUnused,
} from './dependency-rules.js';
import type { RuntimePackage } from './dependency-rules.js';
import { readFiles, root } from './source-file.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

const { dependencies } = JSON.parse(read('package.json')) as Manifest;
const lock = read('package-lock.json');

/** Everything that `npm install` of this package brings along, as it is installed here. */
function runtimePackages(): readonly RuntimePackage[] {
  const { packages } = JSON.parse(lock) as Lock;
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path]) => JSON.parse(read(join(path, 'package.json'))) as Manifest)
    .map(({ name, license = 'no licence', scripts = {} }) => ({ name, license, scripts: Object.keys(scripts) }));
}

describe('the package', () => {
  const sources = readFiles(['src']);
  const declared = Object.keys(dependencies);

  it('depends on what was agreed on, in the agreed range', () => {
    expect(findDependencyFaults(dependencies)).toEqual([]);
  });

  it('brings along permissive licences only, and no script that runs at installation', () => {
    const packages = runtimePackages();

    expect(packages.length).toBeGreaterThan(declared.length);
    expect(packages.flatMap(findPackageFaults)).toEqual([]);
  });

  it('has a lock file that names no registry', () => {
    expect(findLockFaults(lock)).toEqual([]);
  });

  it('imports only what it depends on', () => {
    expect(findUndeclared(sources, declared)).toEqual([]);
  });

  it('depends only on what it imports', () => {
    // date-fns-tz asks for date-fns as its peer.
    expect(findUnused(sources, declared)).toEqual(['date-fns']);
  });
});

describe('it is found', () => {
  it.each([
    [
      'a dependency too many',
      { ...dependencies, 'left-pad': '^1.3.0' },
      'left-pad is not among the agreed dependencies',
    ],
    [
      'a range too new',
      { ...dependencies, 'ua-parser-js': '^2.0.0' },
      'ua-parser-js ^2.0.0 is not in the agreed range',
    ],
    ['a range too wide', { ...dependencies, axios: '*' }, 'axios * is not in the agreed range'],
  ])('%s', (_case, changed, fault) => {
    expect(findDependencyFaults(changed)).toEqual([fault]);
  });

  it('a dependency too few', () => {
    const { axios, ...others } = dependencies;

    expect(axios).toBeDefined();
    expect(findDependencyFaults(others)).toEqual(['axios is missing']);
  });

  it.each([
    ['AGPL-3.0-or-later', [], 'x is under AGPL-3.0-or-later'],
    ['GPL-3.0', [], 'x is under GPL-3.0'],
    ['no licence', [], 'x is under no licence'],
    ['MIT', ['test', 'postinstall'], 'x runs a script at postinstall'],
  ])('a package under %s with scripts %j', (license, scripts, fault) => {
    expect(findPackageFaults({ name: 'x', license, scripts })).toEqual([fault]);
  });

  it.each([
    ['"resolved": "file:x.tgz"', 'the lock file says from where packages were fetched'],
    ['"url": "https://registry.example.com/x"', 'the lock file names https://registry.example.com'],
  ])('a lock file with %s', (text, fault) => {
    expect(findLockFaults(`{ ${text} }`)).toEqual([fault]);
  });

  it.each([
    ['an import of what is not declared', "import 'chalk';", ['src/core/x.ts imports chalk']],
    ['the code of the peer', "import express from 'express';", ['src/core/x.ts imports express']],
    ['and the types of the peer are not', "import type { Request } from 'express';", []],
    ['an optional peer', "import '@opentelemetry/api';", ['src/core/x.ts imports @opentelemetry/api']],
  ])('%s', (_case, text, found) => {
    expect(findUndeclared([{ path: 'src/core/x.ts', text }], ['axios'])).toEqual(found);
  });

  it.each([
    ['and an optional peer is not where its adapter imports it', 'src/adapters/opentelemetry.ts', []],
    ['nor in the folder of its adapter', 'src/adapters/opentelemetry/x.ts', []],
    [
      'an optional peer in another adapter',
      'src/adapters/redis.ts',
      ['src/adapters/redis.ts imports @opentelemetry/api'],
    ],
  ])('%s', (_case, path, found) => {
    expect(findUndeclared([{ path, text: "import { trace } from '@opentelemetry/api';" }], ['axios'])).toEqual(found);
  });

  it('a dependency that nothing imports', () => {
    const files = [{ path: 'src/core/x.ts', text: "import 'axios/lib/x.js';" }];

    expect(findUnused(files, ['axios', 'zod'])).toEqual(['zod']);
  });
});
