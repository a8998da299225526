import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrackedEvent } from '../../../src/core/tracked-event.js';
import { addAll, openDiskAndLook, takeUuids, textIn, uuidsOf } from '../../support/disk-stores.js';
import { createEvent } from '../../support/event-store-ports.js';

const sizeKiB = 64;

/** A disk of 64 KiB; `undefined` where this process may not mount one. */
function mountSmallDisk(): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKiB}k`, 'tmpfs', directory], { stdio: 'ignore' });
    return directory;
  } catch {
    rmSync(directory, { recursive: true });
    return undefined;
  }
}

const disk = mountSmallDisk();
const onSmallDisk = disk === undefined ? describe.skip : describe;

afterAll(() => {
  if (disk === undefined) return;
  execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

/** Some 100 KB of events, each of this much text. */
const createEvents = (length: number): readonly TrackedEvent[] =>
  Array.from({ length: Math.ceil(100_000 / (length + 250)) }, () =>
    createEvent({ attributes: { text: 'x'.repeat(length) } }),
  );

onSmallDisk('on a disk that becomes full (skipped where none can be mounted)', () => {
  const directory = disk ?? '';

  beforeEach(() => {
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
  });

  it.each(Array.from({ length: 20 }, (_, index) => 211 + 131 * index))(
    'events of %d letters are kept, and what is on disk is whole',
    async (length) => {
      const made = openDiskAndLook(directory);
      const events = createEvents(length);
      for (const event of events) {
        made.store.add(event);
        made.ports.clock.advance(20);
      }
      expect([made.store.pending, made.ports.dropped]).toEqual([events.length, 0]);
      expect(made.ports.warned.join()).toMatch(/^the event store can't write to disk \(ENOSPC\)/);
      expect(made.ports.warned).toHaveLength(1);

      // As if the process ended here: another one finds the first events, and at most one torn line.
      const onDisk = events.filter(({ uuid }) => textIn(directory).includes(`"uuid":"${uuid}"`)).length;
      expect(onDisk).toBeGreaterThan(0.75 * Math.min(events.length, (sizeKiB * 1_000) / (length + 250)));
      await made.store.close();
      const heir = openDiskAndLook(directory);
      expect(heir.store.pending).toBeGreaterThanOrEqual(onDisk - 1);
      expect((await heir.store.take({ maxUsers: 1_000, maxBytes: 1e9 })).slice(0, onDisk - 1)).toEqual(
        events.slice(0, onDisk - 1),
      );
    },
  );

  it.each([false, true])('all is on disk again a second after there is room, with fsync %p', async (fsync) => {
    const filler = join(directory, 'filler');
    writeFileSync(filler, 'x'.repeat(50_000));
    const made = openDiskAndLook(directory, { fsync });
    const events = createEvents(300).slice(0, 60);
    addAll(made, events);
    await made.store.flush();
    rmSync(filler);
    made.ports.clock.advance(1_000);
    await made.store.flush();
    await made.store.close();
    expect(await takeUuids(openDiskAndLook(directory))).toEqual(uuidsOf(events));
  });

  it('its own files make room as they are delivered', async () => {
    const made = openDiskAndLook(directory);
    const events = createEvents(500);
    addAll(made, events);
    made.ports.clock.advance(20);
    const first = await made.store.take({ maxUsers: 1, maxBytes: 70_000 });
    made.store.settle(first, 'done');
    made.ports.clock.advance(1_020);
    await made.store.close();
    expect(await takeUuids(openDiskAndLook(directory))).toEqual(uuidsOf(events.slice(first.length)));
  });

  it('a customer is forgotten, though nothing can be written anew', async () => {
    const made = openDiskAndLook(directory);
    addAll(made, [createEvent({ customerId: 'the-one' }), ...createEvents(500)]);
    made.ports.clock.advance(20);
    expect(textIn(directory)).toContain('the-one');
    await made.store.forget('the-one');
    expect(textIn(directory)).not.toContain('the-one');
  });
});
