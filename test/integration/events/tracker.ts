import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What a tracker tracked so long before its end that it has to be on disk. */
const promisedMs = 50;

/** Those that a test which fails leaves behind: without their end Jest has none. */
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

export interface Tracker {
  readonly process: ChildProcess;
  /** What it delivered. */
  readonly delivered: readonly string[];
  /** What it wrote to its standard error. */
  readonly complaints: readonly string[];
  /** Resolves when it has done this many more turns. */
  turns(count: number): Promise<void>;
  /** Kills it, and resolves when nothing is left of it and all that it said was heard. */
  kill(): Promise<void>;
  /** What it promised: tracked more than 50 ms, or so many, before the last time at which it is known to have been at work. */
  promised(beforeMs?: number): readonly string[];
  /** All that it tracked. */
  tracked(): readonly string[];
}

/** A process that tracks events in this folder. */
export function startTracker(program: string, directory: string, fsync = false): Tracker {
  const child = spawn(process.execPath, [program, directory, fsync ? 'fsync' : ''], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const tracked: { readonly uuid: string; readonly ms: number }[] = [];
  const delivered: string[] = [];
  const complaints: string[] = [];
  const waiting: { left: number; readonly resolve: () => void }[] = [];
  let seenMs = 0;

  const endTurn = (ms: number): void => {
    seenMs = ms;
    for (const waiter of waiting) {
      waiter.left -= 1;
      if (waiter.left === 0) waiter.resolve();
    }
  };

  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const [mark, uuid = '', ms = ''] = line.split(' ');
    if (mark === '+') tracked.push({ uuid, ms: Number(ms) });
    if (mark === '-') delivered.push(uuid);
    if (mark === '.') endTurn(Number(ms));
  });
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]);

  return {
    process: child,
    delivered,
    complaints,
    turns: (count) =>
      new Promise((resolve) => {
        waiting.push({ left: count, resolve });
      }),
    async kill() {
      running.delete(child);
      child.kill('SIGKILL');
      await ended;
    },
    promised: (beforeMs = promisedMs) => tracked.filter(({ ms }) => ms < seenMs - beforeMs).map(({ uuid }) => uuid),
    tracked: () => tracked.map(({ uuid }) => uuid),
  };
}
