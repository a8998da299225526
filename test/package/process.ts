import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const start = promisify(execFile);

export const root: string = join(__dirname, '../..');

/** A program that a development dependency brings along. */
export const binary = (name: string): string => join(root, 'node_modules/.bin', name);

/** Nothing of this shell but what finds programs: neither credentials nor settings of Jest. */
const environment = { PATH: process.env.PATH, HOME: process.env.HOME };

function outputOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { stdout, stderr } = Object.assign({ stdout: '', stderr: '' }, error);
  return `${stdout}\n${stderr}`.trim();
}

/** Runs a program to its end and gives what it printed. Rejects with all that it said where it fails. */
export async function run(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await start(program, args, { cwd, env: environment, maxBuffer: 16_777_216, timeout: 110_000 });
    return stdout.trim();
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')} failed\n${outputOf(error)}`, { cause: error });
  }
}
