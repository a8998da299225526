import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findLockedFaults, findManifestFaults } from './locked-packages.js';
import type { LockedPackages } from './locked-packages.js';
import { root } from './source-file.js';

const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}

const { packages } = read('package-lock.json') as { readonly packages: LockedPackages };
const manifest = read('package.json') as Manifest & Readonly<Record<string, unknown>>;

describe('the lock file', () => {
  it('brings along what was agreed on, without scripts at installation, and nothing under copyleft', () => {
    const runtime = Object.values(packages).filter(({ dev }) => dev !== true).length - 1;

    process.stdout.write(`locked: ${Object.keys(packages).length - 1} packages, ${runtime} of them for users\n`);
    expect(findLockedFaults(packages)).toEqual([]);
  });

  it.each<[string, LockedPackages, string]>([
    ['a package for users', { 'node_modules/x': { license: 'MIT' } }, 'x is not among what was agreed on'],
    [
      'a package within another',
      { 'node_modules/axios/node_modules/@x/y': { license: 'MIT' } },
      '@x/y is not among what was agreed on',
    ],
    [
      'a script at installation',
      { 'node_modules/axios': { license: 'MIT', hasInstallScript: true } },
      'axios runs a script at installation',
    ],
    ['copyleft', { 'node_modules/axios': { license: 'AGPL-3.0-only' } }, 'axios is under AGPL-3.0-only'],
    ['weak copyleft', { 'node_modules/axios': { license: 'MPL-2.0' } }, 'axios is under MPL-2.0'],
    ['copyleft in development', { 'node_modules/x': { dev: true, license: 'GPL-3.0' } }, 'x is under GPL-3.0'],
    ['a package without a licence', { 'node_modules/x': { dev: true } }, 'x is under no licence'],
  ])('is found out with %s', (_case, changed, fault) => {
    expect(findLockedFaults({ ...packages, ...changed })).toEqual([fault]);
  });

  it('is found out without a package that was agreed on', () => {
    const { 'node_modules/axios': axios, ...others } = packages;

    expect(axios).toBeDefined();
    expect(findLockedFaults(others)).toEqual(['axios is not there any more']);
  });
});

describe('the package', () => {
  it('runs no script of its own at installation, and bundles nothing', () => {
    expect(findManifestFaults(manifest)).toEqual([]);
  });

  it('asks for Express alone, and takes three more if they are there', () => {
    const { peerDependencies, peerDependenciesMeta } = manifest;

    expect(Object.keys(peerDependencies).sort()).toEqual(['@opentelemetry/api', '@types/express', 'express', 'redis']);
    expect(peerDependenciesMeta).toEqual({
      '@opentelemetry/api': { optional: true },
      '@types/express': { optional: true },
      redis: { optional: true },
    });
  });

  it.each([
    [{ scripts: { postinstall: 'node x.js' } }, 'a script runs at postinstall'],
    [{ bundleDependencies: true }, 'there are bundleDependencies'],
    [{ optionalDependencies: { x: '1' } }, 'there are optionalDependencies'],
  ])('is found out with %j', (changed, fault) => {
    expect(findManifestFaults({ ...manifest, ...changed })).toEqual([fault]);
  });
});
