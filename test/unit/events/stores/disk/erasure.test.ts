import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addedRecord } from '../../../../../src/events/disk/record.js';
import type { TrackedEvent } from '../../../../../src/core/tracked-event.js';
import {
  addAll,
  leaveSegment,
  nobody,
  openDisk,
  openDiskAndLook,
  segmentsIn,
  takeUuids,
  textIn,
  uuidsOf,
} from '../../../../support/disk-stores.js';
import type { DiskStore } from '../../../../support/disk-stores.js';
import { createEvent, startSeconds } from '../../../../support/event-store-ports.js';
import { createTemporaryFolder } from '../../../../support/temporary-folder.js';

const everything = { maxUsers: 100_000, maxBytes: 100_000_000 };
const forgotten = 'Zoë "the one"';

/** As it stands in the files. */
const forgottenText = Buffer.from(JSON.stringify(forgotten)).toString('latin1');

const newFolder = () => createTemporaryFolder('erasure');
const named = (customerId: string, changes: Partial<TrackedEvent> = {}) => createEvent({ customerId, ...changes });
const lineOf = (event: TrackedEvent) => addedRecord(JSON.stringify(event));
const stonesIn = (directory: string) => readdirSync(directory).filter((name) => name.startsWith('forgotten'));

/** Forgets, while a second passes for everybody. */
async function forgetWithin(ms: number, { store, ports }: DiskStore, ...others: readonly DiskStore[]): Promise<number> {
  const count = store.forget(forgotten);
  for (let passed = 0; passed < ms; passed += 50) {
    for (const one of [{ store, ports }, ...others]) one.ports.clock.advance(50);
    await Promise.resolve();
  }
  return count;
}

describe('a customer who is forgotten', () => {
  it.each([false, true])('is in no file when forget resolves, with fsync %p', async (fsync) => {
    const directory = newFolder();
    const made = openDiskAndLook(directory, { fsync });
    const events = Array.from({ length: 20 }, (_, index) => named(index % 2 ? forgotten : 'other'));
    addAll(made, events);
    await made.store.flush();
    expect(textIn(directory)).toContain(forgottenText);
    expect(await made.store.forget(forgotten)).toBe(10);
    expect(textIn(directory)).not.toContain(forgottenText);
    await made.store.close();
    expect(await takeUuids(openDiskAndLook(directory))).toEqual(
      uuidsOf(events.filter(({ customerId }) => customerId === 'other')),
    );
  });

  it('is in no file either when all the events had been delivered', async () => {
    const directory = newFolder();
    const { store, ports } = openDiskAndLook(directory);
    store.add(named(forgotten));
    store.add(named('other'));
    await store.flush();
    store.settle(await store.take({ ...everything, maxUsers: 1 }), 'done');
    ports.clock.advance(20);
    expect(textIn(directory)).toContain(forgottenText);
    await store.forget(forgotten);
    expect(textIn(directory)).not.toContain(forgottenText);
  });

  it('is in no file while events are handed out, nor after they came back', async () => {
    const directory = newFolder();
    const { store, ports } = openDiskAndLook(directory);
    store.add(named(forgotten));
    store.add(named('other'));
    const taken = await store.take(everything);
    await store.forget(forgotten);
    expect(textIn(directory)).not.toContain(forgottenText);
    store.settle(taken, 'again');
    ports.clock.advance(1_000);
    expect(textIn(directory)).not.toContain(forgottenText);
    expect([store.pending, ports.drops]).toEqual([1, { FORGOTTEN: 1 }]);
  });

  it('is in no file of a segment that was ended long ago', async () => {
    const directory = newFolder();
    const made = openDiskAndLook(directory, { segmentBytes: 1_000 });
    for (let count = 0; count < 30; count += 1) {
      addAll(made, [named(count % 7 ? 'other' : forgotten)]);
      made.ports.clock.advance(20);
    }
    expect(segmentsIn(directory).length).toBeGreaterThan(3);
    await made.store.forget(forgotten);
    expect(textIn(directory)).not.toContain(forgottenText);
  });

  it('is named by no file of the folder', async () => {
    const directory = newFolder();
    const { store } = openDiskAndLook(directory);
    await store.forget('customer-7');
    expect(stonesIn(directory)).toHaveLength(1);
    expect(textIn(directory)).not.toContain('customer-7');
  });

  it('has another digest in each store: nobody can look for it', async () => {
    const directory = newFolder();
    for (const { store } of [openDiskAndLook(directory), openDiskAndLook(directory)]) await store.forget('a');
    const [one = '', other = ''] = stonesIn(directory);
    expect(one.split('-').at(-1)).not.toBe(other.split('-').at(-1));
  });
});

describe('in other processes', () => {
  it('a customer is forgotten within a second, in memory and on disk', async () => {
    const directory = newFolder();
    const [one, other] = [openDiskAndLook(directory), openDiskAndLook(directory)];
    addAll(other, [named(forgotten), named('other'), named(forgotten)]);
    await other.store.flush();
    expect(await forgetWithin(1_000, one, other)).toBe(0);
    expect(textIn(directory)).not.toContain(forgottenText);
    expect([other.store.pending, other.ports.drops, one.store.pending]).toEqual([1, { FORGOTTEN: 2 }, 0]);
  });

  it('what is not written yet goes, too', async () => {
    const directory = newFolder();
    const [one, other] = [openDiskAndLook(directory), openDiskAndLook(directory)];
    addAll(other, [named(forgotten), named('other')]);
    await forgetWithin(1_000, one, other);
    expect([other.store.pending, textIn(directory).includes(forgottenText)]).toEqual([1, false]);
  });

  it('what happens a second later stays', async () => {
    const directory = newFolder();
    const [one, other] = [openDiskAndLook(directory), openDiskAndLook(directory)];
    const event = named(forgotten, { timeSeconds: startSeconds + 1 });
    addAll(other, [event]);
    await other.store.flush();
    await forgetWithin(1_000, one, other);
    expect([other.store.pending, one.ports.recovered]).toEqual([1, 0]);
    expect(textIn(directory)).toContain(event.uuid);
  });

  it('that stand still, a customer is forgotten for them, and when they go on they know', async () => {
    const directory = newFolder();
    const [one, still] = [openDiskAndLook(directory), openDiskAndLook(directory)];
    const kept = named('other');
    addAll(still, [named(forgotten), kept]);
    await still.store.flush();
    await forgetWithin(1_000, one);
    expect(textIn(directory)).not.toContain(forgottenText);

    const late = named('late');
    addAll(still, [late]);
    still.ports.clock.advance(20);
    expect(textIn(directory)).not.toContain(forgottenText);
    expect([await takeUuids(still), await takeUuids(one)]).toEqual([uuidsOf([kept, late]), [kept.uuid]]);
  });

  it.each([
    ['a process that was closed', nobody],
    ['a process of another host', 'abcdefabcdef'],
  ])('that are no more, %s, a customer is forgotten within a second', async (_case, host) => {
    const directory = newFolder();
    const made = openDiskAndLook(directory);
    const kept = named('other');
    leaveSegment(directory, lineOf(named(forgotten)) + lineOf(kept), host);
    await forgetWithin(1_000, made);
    expect(textIn(directory)).not.toContain(forgottenText);
    expect([await takeUuids(made), made.ports.recovered]).toEqual([[kept.uuid], 1]);
  });

  it('that left torn lines, those go, too', async () => {
    const directory = newFolder();
    const made = openDiskAndLook(directory);
    leaveSegment(directory, lineOf(named(forgotten)).slice(0, -5));
    await forgetWithin(1_000, made);
    expect(textIn(directory)).not.toContain(forgottenText);
  });

  it('that come later, nothing of the customer is recovered', async () => {
    const directory = newFolder();
    const first = openDiskAndLook(directory);
    await first.store.forget(forgotten);
    await first.store.close();
    leaveSegment(directory, lineOf(named(forgotten)) + lineOf(named('other')), nobody);
    const next = openDiskAndLook(directory);
    expect([next.store.pending, next.ports.recovered]).toEqual([1, 1]);
    expect(textIn(directory)).not.toContain(forgottenText);
  });
});

describe('a tombstone', () => {
  const hourMs = 3_600_000;

  it('stays for an hour', async () => {
    const directory = newFolder();
    const { store, ports } = openDiskAndLook(directory);
    await store.forget(forgotten);
    ports.clock.stall(hourMs);
    expect(stonesIn(directory)).toHaveLength(1);
    ports.clock.advance(1_400);
    expect(stonesIn(directory)).toEqual([]);
  });

  it('stays for as long as there is a segment that is older', async () => {
    const directory = newFolder();
    const { store, ports } = openDisk(directory, { staleAfterMs: 10 * hourMs });
    leaveSegment(directory, '');
    // The segment was last written by today's clock, which is hours behind.
    ports.clock.setNow(Date.now() + hourMs);
    await forgetWithin(1_000, { store, ports });
    ports.clock.stall(2 * hourMs);
    ports.clock.advance(1_000);
    expect([segmentsIn(directory).length, stonesIn(directory).length]).toEqual([1, 1]);
  });

  it('that is none is left alone', () => {
    const directory = newFolder();
    writeFileSync(join(directory, 'forgotten-v1-1-x-y'), '');
    openDiskAndLook(directory).ports.clock.stall(2 * hourMs);
    expect(stonesIn(directory)).toEqual(['forgotten-v1-1-x-y']);
  });
});
