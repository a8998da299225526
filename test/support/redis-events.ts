import { setTimeout as sleep } from 'node:timers/promises';
import { createEventVault } from '../../src/adapters/redis/event-vault.js';
import type { RedisClientLike } from '../../src/adapters/redis/redis-client.js';
import { createRedisEventStore } from '../../src/adapters/redis/redis-event-store.js';
import type { RedisEventStore } from '../../src/adapters/redis/redis-event-store.js';
import type { RedisEventSettings } from '../../src/adapters/redis/event-store.js';
import { createRedisLink } from '../../src/adapters/redis/redis-link.js';
import type { RedisLink } from '../../src/adapters/redis/redis-link.js';
import { systemClock } from '../../src/core/clock.js';
import type { EventStorePorts, EventWorkspace, OpenEventStore } from '../../src/core/event-store.js';
import { Secret } from '../../src/core/secret.js';
import { createFakeClock } from './fake-clock.js';
import { createStorePorts } from './event-store-ports.js';
import type { StorePorts } from './event-store-ports.js';
import { openRedisClient } from './redis-clients.js';
import type { RedisVersion } from './redis-clients.js';

export const eventLifetimeMs = 86_400_000;

/** Whose events there are in tests. */
export const workspaceOf = (id: string, ...secrets: readonly string[]): EventWorkspace => ({
  id,
  secrets: (secrets.length === 0 ? ['a secret of the tests'] : secrets).map((secret) => new Secret(secret)),
});

/** One process with its Redis store. */
export interface RedisProcess {
  readonly store: OpenEventStore;
  readonly ports: StorePorts;
  readonly link: RedisLink;
  readonly made: RedisEventStore;
  /** Ends its connection for good: nothing more of it is heard. */
  readonly kill: () => void;
}

export interface RedisProcessOptions {
  readonly settings?: Partial<RedisEventSettings>;
  readonly bounds?: Partial<EventStorePorts['bounds']>;
  readonly workspace?: EventWorkspace;
  readonly version?: RedisVersion;
  /** How long a command may take. Default: longer than a busy machine makes it. */
  readonly commandMs?: number;
}

/** A store on this link, on a clock of its own that begins where the wall clock is told to. */
export function openRedisStore(link: RedisLink, options: RedisProcessOptions = {}): RedisProcess {
  const { settings, bounds, workspace = workspaceOf('workspace') } = options;
  const made = createRedisEventStore({
    link,
    prefix: 'test',
    fallback: undefined,
    lifetimeMs: eventLifetimeMs,
    staleMs: 15_000,
    ...settings,
  });
  const ports: StorePorts = Object.assign(createStorePorts(bounds, createFakeClock()), { workspace });
  return { store: made.open(ports), ports, link, made, kill: () => undefined };
}

/** A process of its own, as far as Redis can tell. */
export async function openRedisProcess(url: string, options: RedisProcessOptions = {}): Promise<RedisProcess> {
  const client = await openRedisClient(url, options.version);
  const link = createRedisLink(client, { clock: systemClock, commandMs: options.commandMs ?? 2_000 });
  return {
    ...openRedisStore(link, options),
    kill: () => {
      client.destroy();
    },
  };
}

/** Far longer than a machine stands still, and less than a test may take. */
const mostUntilMs = 25_000;

/** Resolves when it is so; looks again and again. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + mostUntilMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('it did not come to be so in 25 seconds');
    await sleep(5);
  }
}

/** Lets these processes look after what they share until it is so. */
export const patrolUntil = (
  processes: readonly Pick<RedisProcess, 'ports'>[],
  isSo: () => boolean | Promise<boolean>,
): Promise<void> =>
  until(() => {
    for (const { ports } of processes) ports.clock.advance(400);
    return isSo();
  });

/** What Redis holds of the events of a workspace. */
export interface RedisContents {
  readonly entries: number;
  readonly held: number;
  readonly letters: number;
  /** All keys with their values, as their client sees them. */
  readonly text: string;
}

const numberOf = (reply: unknown): number => (typeof reply === 'number' ? reply : 0);

const readers: Readonly<Record<string, (key: string) => readonly string[]>> = {
  stream: (key) => ['XRANGE', key, '-', '+'],
  hash: (key) => ['HGETALL', key],
  string: (key) => ['GET', key],
};

export async function readRedis(client: RedisClientLike, workspace: EventWorkspace): Promise<RedisContents> {
  const base = `test:{${createEventVault(workspace).workspaceMark}}:events`;
  const ask = (...args: readonly string[]): Promise<unknown> => client.sendCommand(args);
  const pending = await ask('XPENDING', base, 'senders').catch(() => [0]);
  const keys = (await ask('KEYS', '*')) as readonly string[];
  const texts = keys.map(async (key) => {
    const read = readers[String(await ask('TYPE', key))];
    return JSON.stringify([key, read && (await ask(...read(key)))]);
  });
  return {
    entries: numberOf(await ask('XLEN', base)),
    held: numberOf(Array.isArray(pending) ? pending[0] : 0),
    letters: numberOf(await ask('XLEN', `${base}:dead`)),
    text: (await Promise.all(texts)).join('\n'),
  };
}
