import { randomUUID } from 'node:crypto';
import type { EventWorkspace } from '../../src/core/event-store.js';
import { openRedisClient } from './redis-clients.js';
import type { TestRedisClient } from './redis-clients.js';
import { openRedisProcess, readRedis, workspaceOf } from './redis-events.js';
import type { RedisContents, RedisProcess, RedisProcessOptions } from './redis-events.js';
import { startRedisServer } from './redis-server.js';
import type { RedisServer } from './redis-server.js';

/** One Redis for the tests of a `describe`, each of which begins with nothing in it and a workspace of its own. */
export interface SharedRedis {
  readonly client: () => TestRedisClient;
  readonly workspace: () => EventWorkspace;
  /** A process of the workspace, closed after the test, that takes another for dead after a fifth of a second. */
  readonly open: (options?: RedisProcessOptions) => Promise<RedisProcess>;
  readonly contents: () => Promise<RedisContents>;
  /** The first key that ends so. */
  readonly keyOf: (ending: string) => Promise<string>;
}

/** To be called in a `describe`. */
export function shareRedis(): SharedRedis {
  let server: RedisServer;
  let client: TestRedisClient;
  let workspace: EventWorkspace;
  const opened: RedisProcess[] = [];

  beforeAll(async () => {
    server = await startRedisServer();
    client = await openRedisClient(server.url);
  });
  beforeEach(async () => {
    await client.sendCommand(['FLUSHALL']);
    workspace = workspaceOf(randomUUID());
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ store }) => store.close()));
  });

  return {
    client: () => client,
    workspace: () => workspace,
    async open(options = {}) {
      const process = await openRedisProcess(server.url, { workspace, settings: { staleMs: 200 }, ...options });
      opened.push(process);
      return process;
    },
    contents: () => readRedis(client, workspace),
    async keyOf(ending) {
      const keys = (await client.sendCommand(['KEYS', `*${ending}`])) as readonly string[];
      return keys[0] ?? '';
    },
  };
}
