import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildChild } from '../../support/build-child.js';
import { describeWithRedis, startRedisServer } from '../../support/redis-server.js';
import { openRedisClient } from '../../support/redis-clients.js';
import { startTracker } from '../events/tracker.js';
import type { Tracker } from '../events/tracker.js';

const processes = 4;
const wanted = 10_000;

/** What a busy machine may need in place of the 50 ms that are promised. */
const spareMs = 500;

/** Many times what a quiet machine takes for what is left when all is tracked: nothing ever arrives of what is lost. */
const mostLateMs = 120_000;

/** A process on a machine that is too busy to start it within its seconds lives a little longer. */
const leastTurns = 50;

/** Takes what is delivered, and how often. */
async function openLedger() {
  const arrived = new Map<string, { readonly event: string; count: number }>();
  const conflicts: string[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      for (const parts of JSON.parse(Buffer.concat(chunks).toString()) as readonly string[][]) {
        const [uuid = ''] = parts;
        const event = JSON.stringify(parts);
        const known = arrived.get(uuid) ?? { event, count: 0 };
        if (known.event !== event) conflicts.push(uuid);
        known.count += 1;
        arrived.set(uuid, known);
      }
      res.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeLedger = () => {
    server.closeAllConnections();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, arrived, conflicts };
}

// Also where the test fails: an open server would keep Jest from ending.
let closeLedger = (): void => undefined;
afterAll(() => {
  closeLedger();
});

describeWithRedis('of 10,000 events that 4 processes track, one of which is killed every second,', () => {
  it('none is missing, and what comes twice has one UUID', async () => {
    const program = buildChild(join(__dirname, '../events/children/redis-tracker.ts'));
    const [server, ledger] = [await startRedisServer(), await openLedger()];
    const start = (): Tracker => startTracker(program, `${server.url} ${ledger.url}`);
    const all = Array.from({ length: processes }, start);
    const alive = [...all];
    const since = performance.now();
    let kills = 0;
    const promisedNow = () => all.reduce((sum, tracker) => sum + tracker.promised(spareMs).length, 0);
    while (promisedNow() < wanted) {
      await Promise.all([sleep(1_000), alive[0]?.turns(leastTurns)]);
      await alive.shift()?.kill();
      kills += 1;
      const next = start();
      all.push(next);
      alive.push(next);
    }
    for (const tracker of alive) tracker.process.kill('SIGUSR2');

    const promised = all.flatMap((tracker) => tracker.promised(alive.includes(tracker) ? 0 : spareMs));
    const missing = () => promised.filter((uuid) => !ledger.arrived.has(uuid));
    const deadline = performance.now() + mostLateMs;
    while (missing().length > 0 && performance.now() < deadline) await sleep(100);
    const client = await openRedisClient(server.url);
    const [key = ''] = (await client.sendCommand(['KEYS', '*:events'])) as readonly string[];
    const lengthOf = (stream: string) => client.sendCommand(['XLEN', stream]);
    const isEmpty = async () => (await lengthOf(key)) === 0;
    while (!(await isEmpty()) && performance.now() < deadline) await sleep(100);

    const tracked = new Set(all.flatMap((tracker) => tracker.tracked()));
    const tight = all.flatMap((tracker) => tracker.promised()).filter((uuid) => !ledger.arrived.has(uuid));
    const twice = [...ledger.arrived.values()].filter(({ count }) => count > 1).length;
    process.stdout.write(
      `${tracked.size} events, ${kills} kills: ${promised.length} promised, ${missing().length} of them missing ` +
        `(${tight.length} of those of 50 ms), ${twice} delivered twice, ${String(await lengthOf(key))} left in Redis, ` +
        `${String(await lengthOf(`${key}:dead`))} dead letters, in ${((performance.now() - since) / 1_000).toFixed(1)} s\n`,
    );
    expect(promised.length).toBeGreaterThanOrEqual(wanted);
    expect(missing()).toEqual([]);
    expect(ledger.conflicts).toEqual([]);
    expect([...ledger.arrived.keys()].filter((uuid) => !tracked.has(uuid))).toEqual([]);
    expect(await isEmpty()).toBe(true);
    expect(all.flatMap(({ complaints }) => complaints)).toEqual([]);
    for (const tracker of alive) await tracker.kill();
    // A quiet machine takes half a minute in all.
  }, 300_000);
});
