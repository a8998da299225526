import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
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

async function start(program: string, environment: Readonly<Record<string, string>>, wrapper: readonly string[] = []) {
  const script = await bundle(program);
  const [command, ...args] = [...wrapper, process.execPath, '--input-type=commonjs', '-'];
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(script);
  return child;
}

/**
 * Runs a program in a Node process of its own, with nothing of this one's environment but `PATH`, and gives what it
 * printed. A wrapper is a command that runs the one behind it.
 */
export async function runChild<Name extends keyof Programs>(
  program: Name,
  input: Programs[Name]['input'],
  environment: Readonly<Record<string, string>> = {},
  wrapper: readonly string[] = [],
): Promise<Programs[Name]['output']> {
  const child = await start(program, { FAULT_INPUT: JSON.stringify(input), ...environment }, wrapper);
  const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (output === '') throw new Error(`${program} said nothing but: ${complaint}`);
  return JSON.parse(output) as Programs[Name]['output'];
}

/** A server in a process of its own, which prints its origin when it listens. */
export interface OwnServer {
  readonly origin: string;
  stop(): void;
}

async function startServer(program: string, environment: Readonly<Record<string, string>> = {}): Promise<OwnServer> {
  const child = await start(program, environment);
  const [line] = (await once(child.stdout, 'data')) as readonly Buffer[];
  return { origin: String(line).trim(), stop: () => child.kill() };
}

/** An API, which answers with the hero after `heroAnswerDelayMs`, whatever this process does. */
export function startApi(): Promise<OwnServer> {
  return startServer('hero-api');
}

/** A shop that shares everything through the Redis server at this URL. */
export function startRedisShop(apiOrigin: string, redisUrl: string): Promise<OwnServer> {
  return startServer('redis-shop', { API_ORIGIN: apiOrigin, REDIS_URL: redisUrl });
}

/** A shop with the router for browser traffic, whose API is at this origin. */
export function startJunkShop(apiOrigin: string): Promise<OwnServer> {
  return startServer('junk-shop', { API_ORIGIN: apiOrigin });
}

/** A shop for five workspaces, one of which has this other API. */
export function startTenantsShop(apiOrigin: string, otherApiOrigin: string): Promise<OwnServer> {
  return startServer('tenants-shop', { API_ORIGIN: apiOrigin, OTHER_API_ORIGIN: otherApiOrigin });
}
