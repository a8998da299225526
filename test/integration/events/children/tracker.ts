import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemClock } from '../../../../src/core/clock.js';
import { createDiskEventStore } from '../../../../src/events/disk-event-store.js';

// Tracks an event about every millisecond, delivers some, and says each time what it did and when, until it is killed.
// A line is on its way before the next thing happens: `+ uuid ms`, `- uuid ms`, and `. - ms` at the end of a turn, when
// whatever was due at that time has been done: the turn's beginning, since it may have stood still in the midst of it.

const [directory = '', fsync = ''] = process.argv.slice(2);
const deliveredOfTen = 1;

const say = (mark: '+' | '-' | '.', uuid: string, ms = performance.now()): void => {
  writeSync(1, `${mark} ${uuid} ${ms}\n`);
};

/** Before the loop looks which timers are due. */
let turnBeganAt = performance.now();

function endTurn(): void {
  say('.', '-', turnBeganAt);
  turnBeganAt = performance.now();
}

const store = createDiskEventStore({ directory, fsync: fsync === 'fsync' }).open({
  clock: systemClock,
  warnings: {
    once: () => undefined,
    repeated: (_code, _subject, message) => {
      process.stderr.write(`${message}\n`);
    },
  },
  bounds: { maxEvents: 100_000, maxBytes: 67_108_864 },
  onDropped: (count, reason) => {
    process.stderr.write(`dropped ${count}: ${reason}\n`);
  },
  onRecovered: () => undefined,
});

function track(): void {
  const uuid = randomUUID();
  store.add(
    Object.freeze({
      uuid,
      kind: 'impression',
      customerId: `customer-${uuid.slice(0, 2)}`,
      timeSeconds: Math.floor(Date.now() / 1_000),
      utcOffsetSeconds: 0,
      attributes: { cid: 'hero', text: 'x'.repeat(200) },
    }),
  );
  say('+', uuid);
}

async function deliver(): Promise<void> {
  const taken = await store.take({ maxUsers: 3, maxBytes: 2_000 });
  const isDelivered = Math.random() * 10 < deliveredOfTen;
  for (const { uuid } of isDelivered ? taken : []) say('-', uuid);
  store.settle(taken, isDelivered ? 'done' : 'again');
}

setInterval(() => {
  track();
  void deliver();
  setImmediate(endTurn);
}, 1);
