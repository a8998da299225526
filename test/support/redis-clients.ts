import { createClient as createClient6 } from 'redis';
import { createClient as createClient5 } from 'redis-5';
import type { RedisClientLike } from '../../src/adapters/redis/redis-client.js';

/** A client of either version, as its user has it. */
export interface TestRedisClient extends RedisClientLike {
  /** Ends it at once. */
  destroy(): void;
}

/** As the README advises: back within a second. */
const socketOptions = { reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, 400) };

/** Those that are supported, each with its own protocol. */
export const redisVersions = ['5', '6'] as const;

export type RedisVersion = (typeof redisVersions)[number];

const made = new Set<TestRedisClient>();

afterAll(() => {
  for (const client of made) if (client.isOpen) client.destroy();
});

/** A client that nobody has connected; it is destroyed when the tests of the file have run. */
export function createRedisClient(url: string, version: RedisVersion = '6'): TestRedisClient {
  const options = { url, socket: socketOptions };
  const client: TestRedisClient = version === '5' ? createClient5(options) : createClient6(options);
  made.add(client);
  return client;
}

/** One that is connected, and complains to nobody. */
export async function openRedisClient(url: string, version: RedisVersion = '6'): Promise<TestRedisClient> {
  const client = createRedisClient(url, version);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
