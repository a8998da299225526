import { setTimeout as sleep } from 'node:timers/promises';
import { createRedisLink } from '../../../src/adapters/redis/redis-link.js';
import { createRedisQuotaStore } from '../../../src/adapters/redis/shared-quota.js';
import { systemClock } from '../../../src/core/clock.js';
import type { OpenQuotaStore } from '../../../src/core/quota-store.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { contractInfancyMs, contractTerms, describeQuotaStore } from '../../support/quota-store-contract.js';
import { openRedisClient, redisVersions } from '../../support/redis-clients.js';
import type { TestRedisClient } from '../../support/redis-clients.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';
import type { RedisServer } from '../../support/redis-server.js';

const ports = { ...contractTerms, clock: systemClock, warnings: createWarnings(silentLogger, systemClock) };

const nothing = { returned: 0, grant: undefined, untold: 0, made: 0, alone: 0, epoch: undefined };

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
        const link = createRedisLink(client, { clock: systemClock, commandMs: 5_000 });
        const store = createRedisQuotaStore(link, 'contract', contractInfancyMs);
        return [store.open(ports), store.open(ports)];
      },
      async lose() {
        await client.sendCommand(['FLUSHALL']);
      },
      pass: (ms) => sleep(ms),
    });
  }

  describe('whose server', () => {
    const key = 'contract:quota:{workspace}';
    let store: OpenQuotaStore;

    const fields = async (): Promise<readonly string[]> =>
      (await client.sendCommand(['HGETALL', key])) as readonly string[];

    /** As if what is there had been written by a clock that went so much ahead. */
    async function setAhead(ms: number): Promise<void> {
      const list = await fields();
      await client.sendCommand(['DEL', key]);
      for (let index = 0; index < list.length; index += 2) {
        const [field = '', value = ''] = list.slice(index, index + 2);
        const parts = ms / contractTerms.grantMs;
        const name = field.replace(/(?<=^part:)\d+$/, (part) => String(Number(part) + parts));
        const isTime = ['born', 'last', 'pause'].includes(field);
        const moved = field.startsWith('seen:') ? Number(value) + parts : isTime ? Number(value) + ms : value;
        await client.sendCommand(['HSET', key, name, String(moved)]);
      }
    }

    /** Lets the count grow up, however long this process stands still meanwhile, and gives out all that there is. */
    async function useUp(): Promise<string | undefined> {
      client = await openRedisClient(server.url, '5');
      await client.sendCommand(['FLUSHALL']);
      store = createRedisQuotaStore(
        createRedisLink(client, { clock: systemClock, commandMs: 5_000 }),
        'contract',
        contractInfancyMs,
      ).open(ports);
      for (;;) {
        const reply = await store.exchange({ ...nothing, wanted: 100 });
        if (reply?.granted === 100) return reply.epoch;
        await sleep(contractInfancyMs / 3);
      }
    }

    it.each([
      ['put back by an hour', 3_600_000],
      ['put forward by an hour', -3_600_000],
    ])('has its clock %s counts anew, by what it is told', async (_, ahead) => {
      const epoch = await useUp();
      await setAhead(ahead);
      const born = await store.exchange({ ...nothing, wanted: 5, epoch, untold: 0, made: 60 });
      expect(born).toMatchObject({ granted: 0, isInfant: true, left: 40 });
      expect(born?.epoch).not.toBe(epoch);
    });

    it('holds what nobody can have written counts anew', async () => {
      await useUp();
      for (const strange of [
        ['part:soon', '3'],
        ['part:1', 'many'],
        ['seen:x', ''],
        ['born', 'yesterday'],
        ['last', '1e300'],
        ['part:99999999999999', '1000'],
      ]) {
        await client.sendCommand(['HSET', key, ...strange]);
        expect(await store.exchange({ ...nothing, wanted: 5, made: 1 })).toMatchObject({ isInfant: true, left: 99 });
      }
    });

    it('holds a pause longer than any that a process asks for heeds none, and those to come', async () => {
      const epoch = await useUp();
      await client.sendCommand(['HSET', key, 'pause', String(Date.now() + 3_600_000)]);
      expect(await store.exchange({ ...nothing, wanted: 0, epoch })).toMatchObject({ pausedMs: 0 });
      await store.pause(1e9);
      const pausedMs = (await store.exchange({ ...nothing, wanted: 0, epoch }))?.pausedMs ?? 0;
      expect(pausedMs).toBeGreaterThan(290_000);
      expect(pausedMs).toBeLessThanOrEqual(300_000);
    });

    it('is full drops answers before the count, which would expire later', async () => {
      await useUp();
      expect(await client.sendCommand(['PTTL', key])).toBeGreaterThan(80_000_000);
      await client.sendCommand(['DEL', key]);
      await store.pause(1_000);
      expect(await client.sendCommand(['PTTL', key])).toBeGreaterThan(80_000_000);
    });
  });
});
