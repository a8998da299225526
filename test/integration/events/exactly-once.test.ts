import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fault, LedgerEvent } from 'express-moengage-personalize/emulator';
import type { SendBatch } from '../../../src/events/delivery/deliver-lot.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createSeededRandom, newSeed } from '../../support/seeded-random.js';
import { credentialsOf, deliverBy, reportable, sendTo, startEmulator } from './reports.js';

const pages = 1_000;
const seed = newSeed();
const random = createSeededRandom(seed);

/** Of two calls one goes well. The last fault lets the events arrive, and cuts off the answer. */
const faults: readonly (Fault | undefined)[] = [
  undefined,
  undefined,
  undefined,
  undefined,
  undefined,
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'rate-limit', retryAfter: 2 },
  { kind: 'reset' },
  { kind: 'reset', after: 20 },
];

it('2,000 events of 1,000 pages arrive as 2,000 UUIDs, whatever half of the calls come to', async () => {
  const emulator = await startEmulator();
  const clock = createFakeClock({ now: Date.now() });
  const arrived: LedgerEvent[] = [];
  emulator.ledger.onEntry((entry) => {
    if (entry.type === 'event') arrived.push(entry.event);
  });
  let underWay = 0;
  let calls = 0;
  const send = sendTo(emulator.url, clock, credentialsOf(emulator));
  const sendBadly: SendBatch = async (events, limits) => {
    calls += 1;
    underWay += 1;
    const fault = faults[Math.floor(random() * faults.length)];
    emulator.fault(undefined);
    if (fault) emulator.fault(fault, { path: '/events', times: 1 });
    try {
      return await send(events, limits);
    } finally {
      underWay -= 1;
    }
  };
  const delivery = deliverBy(sendBadly, clock, 20);
  /** Time stands still while a call is under way. */
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    do await nextTurn();
    while (underWay > 0);
  };

  const tracked: string[] = [];
  for (let page = 0; page < pages; page += 1) {
    for (const kind of ['impression', 'click'] as const) {
      const event = reportable(clock, { kind, customerId: `user-${page}` });
      tracked.push(event.uuid);
      delivery.track(event);
    }
    await pass(20);
  }
  for (let second = 0; second < 3_000 && delivery.counts().pending > 0; second += 1) await pass(1_000);

  process.stdout.write(`2,000 events by seed ${seed}: ${calls} calls, ${arrived.length} arrived\n`);
  expect(delivery.counts()).toMatchObject({ queued: 2 * pages, delivered: 2 * pages, dropped: {}, pending: 0 });
  const counted = arrived.filter(({ duplicate }) => !duplicate).map(({ uuid }) => uuid);
  expect(counted.sort()).toEqual(tracked.sort());
  expect(new Set(counted).size).toBe(2 * pages);
  expect(arrived.filter(({ conflict }) => conflict)).toEqual([]);
}, 60_000);
