import { setTimeout as sleep } from 'node:timers/promises';
import { createRedisLink } from '../../../src/adapters/redis/redis-link.js';
import { createRedisAnswerStore } from '../../../src/adapters/redis/shared-cache.js';
import { systemClock } from '../../../src/core/clock.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { describeAnswerStore } from '../../support/answer-store-contract.js';
import { openRedisClient, redisVersions } from '../../support/redis-clients.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';

const ports = { clock: systemClock, warnings: createWarnings(silentLogger, systemClock) };

describeWithRedis('answers in Redis', () => {
  let server: RedisServer;
  let opened = 0;
  beforeAll(async () => {
    server = await startRedisServer();
  });

  const openStore = async (version: (typeof redisVersions)[number], prefix: string) => {
    const link = createRedisLink(await openRedisClient(server.url, version), { clock: systemClock, commandMs: 5_000 });
    return createRedisAnswerStore(link, prefix).open(ports);
  };

  for (const version of redisVersions) {
    describeAnswerStore(`over redis ${version}`, {
      async open() {
        opened += 1;
        const prefix = `contract${opened}`;
        return Promise.all([openStore(version, prefix), openStore(version, prefix)]);
      },
      pass: (ms) => sleep(ms),
    });
  }
});
