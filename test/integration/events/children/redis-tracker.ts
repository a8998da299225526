import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createClient } from 'redis';
import { createRedisEventStore } from '../../../../src/adapters/redis/redis-event-store.js';
import { createRedisLink } from '../../../../src/adapters/redis/redis-link.js';
import { systemClock } from '../../../../src/core/clock.js';
import { Secret } from '../../../../src/core/secret.js';
import { startDelivery } from '../../../../src/events/delivery/start-delivery.js';

// Tracks some events about every ten milliseconds and delivers them to a ledger, until it is killed; a SIGUSR2 ends the
// tracking. Says what it tracked and when as `tracker.ts` does, and that it was at work once Redis has answered what it was
// asked then: on a busy machine Redis gets to that late, and there are no more events than it gets to.

const [urls = ''] = process.argv.slice(2);
const [redisUrl = '', ledgerUrl = ''] = urls.split(' ');
const eventsATurn = 6;

const say = (mark: '+' | '.', uuid: string, ms: number): void => {
  writeSync(1, `${mark} ${uuid} ${ms}\n`);
};

const client = createClient({
  url: redisUrl,
  socket: { reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 400) },
});
const store = createRedisEventStore({
  // With 50 ms a machine that is too busy for Redis would have it away, and this is not about that.
  link: createRedisLink(client, { clock: systemClock, commandMs: 2_000 }),
  prefix: 'kills',
  fallback: undefined,
  lifetimeMs: 86_400_000,
  staleMs: 2_000,
});

const delivery = startDelivery(
  {
    store,
    bounds: { maxEvents: 100_000, maxBytes: 100_000_000 },
    flushIntervalMs: 100,
    batchUsers: 100,
  },
  {
    clock: systemClock,
    workspace: { id: 'kills', secrets: [new Secret('the secret of the kills')] },
    warnings: {
      once: () => undefined,
      repeated: (code, _subject, message) => {
        // That Redis took its time is no fault of the store.
        if (code !== 'MOE_WARN_REDIS') process.stderr.write(`${message}\n`);
      },
    },
    async send(events) {
      const body = JSON.stringify(events.map(({ uuid, customerId, timeSeconds }) => [uuid, customerId, timeSeconds]));
      const { status } = await fetch(ledgerUrl, { method: 'POST', body });
      return { kind: 'answered', status, body: '{}' };
    },
  },
);

function track(): void {
  const uuid = randomUUID();
  say('+', uuid, performance.now());
  delivery.track(
    Object.freeze({
      uuid,
      kind: 'impression',
      customerId: `customer-${uuid.slice(0, 3)}`,
      timeSeconds: Math.floor(Date.now() / 1_000),
      utcOffsetSeconds: 0,
      attributes: { cid: 'hero', text: 'x'.repeat(200) },
    }),
  );
}

let isTracking = true;
process.on('SIGUSR2', () => {
  isTracking = false;
});

let isWaiting = false;

async function takeTurn(): Promise<void> {
  if (isWaiting || !client.isReady) return;
  isWaiting = true;
  for (let count = 0; isTracking && count < eventsATurn; count += 1) track();
  const askedAt = performance.now();
  try {
    await client.ping();
    say('.', '-', askedAt);
  } catch {
    // Not there: nothing was promised since.
  }
  isWaiting = false;
}

setInterval(() => {
  void takeTurn();
}, 10);
