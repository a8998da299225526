import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTemporaryFolder } from './temporary-folder.js';

/** Whether Debian's package is installed. Without it the tests that need it say so, and are skipped. */
export const hasRedisServer: boolean = spawnSync('redis-server', ['--version']).status === 0;

/** `describe` where there is a Redis server. */
export const describeWithRedis: jest.Describe = hasRedisServer ? describe : describe.skip;

if (!hasRedisServer) process.stdout.write('skipped: redis-server is not installed\n');

/** A server on a port of its own, which keeps nothing on disk. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** As `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Begins anew on the same port, empty. Resolves when it answers. */
  start(): Promise<void>;
  /** As `kill -STOP`: connections stay, and nothing is answered. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
    socket.once('close', () => {
      resolve(false);
    });
    socket.write('PING\r\n');
  });

const running = new Set<ChildProcess>();

/** Kills those that a test leaves behind. */
afterAll(async () => {
  await Promise.all([...running].map(killed));
});

async function killed(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function launch(port: number, directory: string, args: readonly string[]): Promise<ChildProcess> {
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', [...fixed, ...args], { stdio: 'ignore' });
  running.add(child);
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
    await sleep(10);
  }
  return child;
}

/**
 * Starts a server; it is killed when the tests of the file have run.
 * @param args - As on its command line, such as `--maxmemory 4mb`.
 */
export async function startRedisServer(...args: readonly string[]): Promise<RedisServer> {
  const server = await prepareRedisServer(...args);
  await server.start();
  return server;
}

/** One that has a port and is not there yet. */
export async function prepareRedisServer(...args: readonly string[]): Promise<RedisServer> {
  const directory = createTemporaryFolder('redis');
  const port = await findFreePort();
  let child: ChildProcess | undefined;
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (child) await killed(child);
    },
    async start() {
      child = await launch(port, directory, args);
    },
    freeze() {
      child?.kill('SIGSTOP');
      return Promise.resolve();
    },
    thaw() {
      child?.kill('SIGCONT');
      return Promise.resolve();
    },
  };
}
