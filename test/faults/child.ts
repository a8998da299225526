import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Programs } from './children/programs.js';

const root = join(__dirname, '../..');

/** One script of the TypeScript program in `test/faults/children`. */
async function bundle(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    join(root, 'node_modules/.bin/esbuild'),
    [
      join(__dirname, 'children', `${program}.ts`),
      '--bundle',
      '--platform=node',
      '--format=cjs',
      '--packages=external',
    ],
    { cwd: root, maxBuffer: 2 ** 24 },
  );
  return stdout;
}

/**
 * Runs a program in a Node process of its own, with nothing of this one's environment but `PATH`, and gives what it
 * printed as JSON. Its input is in `FAULT_INPUT`.
 */
export async function runChild<Name extends keyof Programs>(
  program: Name,
  input: Programs[Name]['input'],
  environment: Readonly<Record<string, string>> = {},
): Promise<Programs[Name]['output']> {
  const child = spawn(process.execPath, ['--input-type=commonjs', '-'], {
    cwd: root,
    env: { PATH: process.env.PATH, FAULT_INPUT: JSON.stringify(input), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(await bundle(program));
  const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (output === '') throw new Error(`${program} said nothing but: ${complaint}`);
  return JSON.parse(output) as Programs[Name]['output'];
}
