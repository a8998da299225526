import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../../src/core/clock.js';
import { createDiskEventStore } from '../../../../src/events/disk-event-store.js';

// Opens a store, tracks ten events, and lets the process end in the way that it is told. Prints what the store added to
// the listeners of the process, and what would keep the process alive once the events were written.

const [directory = '', way = '', fsync = ''] = process.argv.slice(2);

const countListeners = (): number => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

const before = countListeners();
const store = createDiskEventStore({ directory, fsync: fsync === 'fsync' }).open({
  clock: systemClock,
  warnings: { once: () => undefined, repeated: () => undefined },
  bounds: { maxEvents: 1_000, maxBytes: 1_000_000 },
  onDropped: () => undefined,
  onRecovered: () => undefined,
});

for (let count = 0; count < 10; count += 1) {
  store.add({
    uuid: randomUUID(),
    kind: 'click',
    customerId: 'customer',
    timeSeconds: Math.floor(Date.now() / 1_000),
    utcOffsetSeconds: 0,
    attributes: {},
  });
}

const listeners = countListeners() - before;

async function end(): Promise<void> {
  await store.flush();
  // Only then is the file that was closed last one of those no more.
  await new Promise(setImmediate);
  // Before the first use of the standard output, which is one itself.
  const active = process.getActiveResourcesInfo();
  process.stdout.write(JSON.stringify({ listeners, active }));
  if (way === 'exit') process.exit();
  if (way === 'SIGTERM') process.kill(process.pid, 'SIGTERM');
}

void end();
