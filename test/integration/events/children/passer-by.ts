import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../../src/core/clock.js';
import { createDiskEventStore } from '../../../../src/events/disk-event-store.js';

// Opens a store, tracks ten events, and lets the process end in the way that it is told. Prints what the store added to
// the listeners of the process, and for how long the process was there after its last line.

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

void store.flush().then(() => {
  const endedAt = performance.now();
  process.on('exit', () => {
    process.stdout.write(JSON.stringify({ listeners, stayedMs: performance.now() - endedAt }));
  });
  if (way === 'exit') process.exit();
  if (way === 'SIGTERM') {
    process.stdout.write(JSON.stringify({ listeners, stayedMs: 0 }));
    process.kill(process.pid, 'SIGTERM');
  }
});
