import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root, run } from './process.js';

const name = 'express-moengage-personalize';

/** What `npm pack --json` tells. */
interface Tarball {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** Where Jest's setup has packed to. */
const packedFolder = process.env.PACKED_FOLDER ?? '';

export function readTarball(): Tarball {
  const [tarball] = JSON.parse(readFileSync(join(packedFolder, 'report.json'), 'utf8')) as readonly Tarball[];
  if (tarball === undefined) throw new Error('npm pack told nothing');
  return tarball;
}

export const tarballPath: string = join(packedFolder, readTarball().filename);

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
}

/** A link to a package that is installed here; what that one needs is found from its own place. */
async function link(modules: string, as: string, installed: string): Promise<void> {
  await mkdir(dirname(join(modules, as)), { recursive: true });
  await symlink(join(root, 'node_modules', installed), join(modules, as), 'dir');
}

/** What npm would do with the tarball: unpack it, and put its command where `npx` looks. */
async function install(modules: string): Promise<void> {
  const target = join(modules, name);
  await mkdir(target, { recursive: true });
  await run(modules, 'tar', '-xzf', tarballPath, '-C', target, '--strip-components', '1');
  await mkdir(join(modules, '.bin'));
  await symlink(`../${name}/dist/esm/cli/main.js`, join(modules, '.bin/moengage-personalize'));
}

export interface ProjectOptions {
  /** Folder below `consumers` whose files make up the project. */
  readonly consumer: string;
  readonly type?: 'module' | 'commonjs';
  /** Installed package that answers to `express`. */
  readonly express?: string;
  /** Further packages. */
  readonly packages?: readonly string[];
}

/**
 * An application that has installed the packed package, and besides it only what it asked for: an import that the
 * package does not declare fails here, as it would at a stranger's. Gives its folder.
 */
export async function createProject(options: ProjectOptions): Promise<string> {
  const { consumer, type = 'module', express = 'express', packages = [] } = options;
  const folder = await mkdtemp(join(packedFolder, `${consumer}-`));
  const modules = join(folder, 'node_modules');
  await cp(join(__dirname, 'consumers', consumer), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type }));
  await install(modules);
  const { dependencies } = await readManifest();
  for (const each of [...Object.keys(dependencies), ...packages]) await link(modules, each, each);
  await link(modules, 'express', express);
  return folder;
}

/** The package as it lies in a project. */
export const packageIn = (project: string): string => join(project, 'node_modules', name);
