import { randomUUID } from 'node:crypto';
import { describeEventStore } from '../../support/event-store-contract.js';
import { redisVersions } from '../../support/redis-clients.js';
import { eventLifetimeMs, openRedisProcess, workspaceOf } from '../../support/redis-events.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';

describeWithRedis.each(redisVersions)('over redis %s', (version) => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });

  describeEventStore('the Redis store', {
    lifetimeMs: eventLifetimeMs,
    open: (bounds = {}) => openRedisProcess(server.url, { bounds, version, workspace: workspaceOf(randomUUID()) }),
  });
});
