import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
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

/** For a program that hangs; ten times and more what the slowest compiler takes. */
const mostMs = 300_000;

/** What further variables a program finds, by name. */
export type Variables = Readonly<Record<string, string>>;

/** Runs a program to its end and gives what it printed. Rejects with all that it said where it fails. */
export const run = (cwd: string, program: string, ...args: readonly string[]): Promise<string> =>
  runWith({}, cwd, program, ...args);

/** The same for a program that reads its environment. */
export async function runWith(
  variables: Variables,
  cwd: string,
  program: string,
  ...args: readonly string[]
): Promise<string> {
  const env = { ...environment, ...variables };
  try {
    const { stdout } = await start(program, args, { cwd, env, maxBuffer: 16_777_216, timeout: mostMs });
    return stdout.trim();
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')} failed\n${outputOf(error)}`, { cause: error });
  }
}

/** A program that goes on. */
export interface Running {
  /** What it had printed when it was ready. */
  readonly said: string;
  stop(): Promise<void>;
}

/** Starts a program, and waits until it has said this. */
export async function spawnUntil(
  ready: RegExp,
  cwd: string,
  program: string,
  ...args: readonly string[]
): Promise<Running> {
  const child = spawn(program, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (ready.test(said)) break;
  }
  return {
    said,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
