import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TrackedEvent } from '../../../../../src/core/tracked-event.js';
import { readRecords } from '../../../../../src/events/disk/record.js';
import { openDisk, segmentsIn, textIn } from '../../../../support/disk-stores.js';
import { createEvent } from '../../../../support/event-store-ports.js';
import { createTemporaryFolder } from '../../../../support/temporary-folder.js';

const everything = { maxUsers: 100_000, maxBytes: 100_000_000 };

function setUp(changes: Parameters<typeof openDisk>[1] = {}) {
  const directory = join(createTemporaryFolder('journal'), 'a', 'b');
  const made = openDisk(directory, changes);
  made.ports.clock.advance(0);
  return { ...made, directory, clock: made.ports.clock };
}

const sizeOf = (directory: string) =>
  segmentsIn(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the journal of a disk store', () => {
  it('has an event on disk 20 ms after it was added', () => {
    const { store, clock, directory } = setUp();
    const event = createEvent();
    store.add(event);
    clock.advance(19);
    expect(textIn(directory)).not.toContain(event.uuid);
    clock.advance(1);
    expect(textIn(directory)).toContain(event.uuid);
  });

  it('writes without a timer where the process is too busy for one', () => {
    const { store, clock, directory } = setUp();
    const [first, second] = [createEvent(), createEvent()];
    store.add(first);
    // Time passes, and no timer gets its turn.
    Object.assign(clock, { monotonic: () => 1_000_000 });
    store.add(second);
    expect(textIn(directory)).toContain(first.uuid);
  });

  it('writes in groups: hundreds of events are one file', () => {
    const { store, clock, directory } = setUp();
    for (let count = 0; count < 300; count += 1) store.add(createEvent());
    clock.advance(20);
    expect(segmentsIn(directory)).toHaveLength(1);
  });

  it('writes at once what is much', () => {
    const { store, directory } = setUp();
    for (let count = 0; count < 5; count += 1) store.add(createEvent({ attributes: { text: 'x'.repeat(100_000) } }));
    expect(sizeOf(directory)).toBeGreaterThan(200_000);
  });

  it('makes folders and files that only their owner can read', async () => {
    const { store, directory } = setUp();
    store.add(createEvent());
    await store.flush();
    const [name = ''] = segmentsIn(directory);
    expect([modeOf(join(directory, '..')), modeOf(directory), modeOf(join(directory, name))]).toEqual([
      '700',
      '700',
      '600',
    ]);
  });

  it('is on disk when flush resolves', async () => {
    for (const fsync of [false, true]) {
      const { store, directory } = setUp({ fsync });
      const event = createEvent();
      store.add(event);
      await store.flush();
      expect(textIn(directory)).toContain(event.uuid);
    }
  });

  it('leaves no file behind when all is delivered', async () => {
    for (const fsync of [false, true]) {
      const { store, directory, clock } = setUp({ fsync });
      for (let count = 0; count < 50; count += 1) store.add(createEvent());
      await store.flush();
      store.settle(await store.take(everything), 'done');
      clock.advance(20);
      expect(readdirSync(directory)).toEqual([]);
    }
  });

  it('says in the file which of its events need no sending any more, while others do', async () => {
    const { store, clock, directory } = setUp();
    const events = Array.from({ length: 4 }, (_, index) => createEvent({ customerId: `customer-${index}` }));
    for (const event of events) store.add(event);
    clock.advance(20);
    const sent = await store.take({ ...everything, maxUsers: 1 });
    store.settle(sent, 'done');
    clock.advance(20);

    const [name = ''] = segmentsIn(directory);
    expect(sent).toHaveLength(1);
    expect(readRecords(readFileSync(join(directory, name))).pending).toEqual(events.slice(1));
  });

  it('keeps an event that was settled while its line was still to be written out of the files', async () => {
    const { store, directory, clock } = setUp();
    store.add(createEvent());
    store.settle(await store.take(everything), 'done');
    clock.advance(20);
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each([
    [false, 200],
    // To sync takes a disk the time that it takes.
    [true, 60],
  ])('takes little more disk than is pending, however long it works, with fsync %p', async (fsync, rounds) => {
    const { store, directory, clock } = setUp({ segmentBytes: 10_000, fsync });
    const segments = new Set<string>();
    const sizes: number[] = [];
    const write = async (): Promise<void> => {
      clock.advance(20);
      // A file goes once what it held is synced elsewhere.
      if (fsync) await store.flush();
      for (const name of segmentsIn(directory)) segments.add(name);
      sizes.push(sizeOf(directory));
    };
    const slow: TrackedEvent[] = [];

    for (let round = 0; round < rounds; round += 1) {
      const added = Array.from({ length: 20 }, () => createEvent());
      for (const event of added) store.add(event);
      // Of the first half nothing stays. Then ten are never delivered, each among many that are.
      if (round >= rounds / 2 && round % (rounds / 20) === 0) slow.push(...added.slice(0, 1));
      await write();
      const taken = await store.take(everything);
      store.settle(
        taken.filter((event) => !slow.includes(event)),
        'done',
      );
      store.settle(slow, 'again');
      await write();
    }

    expect(Math.max(...sizes)).toBeLessThan(30_000);
    const text = textIn(directory);
    expect(slow.filter(({ uuid }) => !text.includes(uuid))).toEqual([]);
    // Otherwise there was nothing to be removed, nor to be written anew.
    expect(slow).toHaveLength(10);
    expect(Math.max(...sizes)).toBeGreaterThan(10_000);
    expect(segments.size).toBeGreaterThan(rounds / 5);
  });

  it('waits for no timer when it is closed', async () => {
    const { store, clock, directory } = setUp();
    const event = createEvent();
    store.add(event);
    await store.close();
    expect(textIn(directory)).toContain(event.uuid);
    expect(clock.pendingTimers).toBe(0);
  });
});
