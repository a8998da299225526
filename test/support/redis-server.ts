import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
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

/** Below those that a system gives to whoever wants any: nobody comes by one of these while its server is not there. */
const [firstPort, ports] = [20_000, 6_000];

/** Two runs of Jest may go on at once: as long as one holds the port beside it that is so much higher, a port is its own. */
const lockOffset = ports;

const locks = new Set<Server>();

/** `undefined`: somebody has it. */
async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1').unref();
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/** Whether the port is free, and this process's own from now on. */
async function reserve(port: number): Promise<boolean> {
  const lock = await listenOn(port + lockOffset);
  if (lock === undefined) return false;
  const server = await listenOn(port);
  await closed(server ?? lock);
  if (server) locks.add(lock);
  return server !== undefined;
}

async function reservePort(): Promise<number> {
  for (let place = randomInt(ports); ; place = (place + 1) % ports) {
    if (await reserve(firstPort + place)) return firstPort + place;
  }
}

/** Whether Redis is there. */
const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (data) => {
      socket.destroy();
      // One that still reads its file answers, too, and something else on this port might.
      resolve(data.toString().startsWith('+PONG'));
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
  await Promise.all([...locks].map(closed));
  locks.clear();
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
    const end = child.exitCode ?? child.signalCode;
    if (end !== null) throw new Error(`redis-server ended with ${end}`);
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
  const port = await reservePort();
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
