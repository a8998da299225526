import { setTimeout as sleep } from 'node:timers/promises';
import { createRedisLink } from '../../../src/adapters/redis/redis-link.js';
import { createRedisQuotaStore } from '../../../src/adapters/redis/shared-quota.js';
import { systemClock } from '../../../src/core/clock.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { contractInfancyMs, contractTerms, describeQuotaStore } from '../../support/quota-store-contract.js';
import { openRedisClient, redisVersions } from '../../support/redis-clients.js';
import type { TestRedisClient } from '../../support/redis-clients.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';

const ports = { ...contractTerms, clock: systemClock, warnings: createWarnings(silentLogger, systemClock) };

describeWithRedis('a count in Redis', () => {
  let server: RedisServer;
  let client: TestRedisClient;
  beforeAll(async () => {
    server = await startRedisServer();
  });

  for (const version of redisVersions) {
    describeQuotaStore(`over redis ${version}`, {
      async open() {
        client = await openRedisClient(server.url, version);
        await client.sendCommand(['FLUSHALL']);
        const link = createRedisLink(client, { clock: systemClock });
        const store = createRedisQuotaStore(link, 'contract', contractInfancyMs);
        return [store.open(ports), store.open(ports)];
      },
      async lose() {
        await client.sendCommand(['FLUSHALL']);
      },
      pass: (ms) => sleep(ms),
    });
  }
});
