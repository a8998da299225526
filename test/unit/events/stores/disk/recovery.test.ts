import { spawnSync } from 'node:child_process';
import { readPlace } from '../../../../../src/events/disk/process-place.js';
import { addedRecord, settledRecord } from '../../../../../src/events/disk/record.js';
import type { TrackedEvent } from '../../../../../src/core/tracked-event.js';
import {
  leaveSegment,
  nobody,
  addAll,
  openDisk,
  openDiskAndLook,
  segmentsIn,
  takeUuids,
  textIn,
  uuidsOf,
} from '../../../../support/disk-stores.js';
import { createEvent, startSeconds } from '../../../../support/event-store-ports.js';
import { createTemporaryFolder } from '../../../../support/temporary-folder.js';

const everything = { maxUsers: 100_000, maxBytes: 100_000_000 };

const newFolder = () => createTemporaryFolder('recovery');
const textOf = (events: readonly TrackedEvent[]) => events.map((event) => addedRecord(JSON.stringify(event))).join('');
const createEvents = (count: number, changes: Partial<TrackedEvent> = {}) =>
  Array.from({ length: count }, () => createEvent(changes));

describe('a store that was closed', () => {
  it('leaves what is pending to the next one, which tells how much it was', async () => {
    const directory = newFolder();
    const before = openDisk(directory);
    const events = createEvents(10);
    addAll(before, events);
    await before.store.close();

    const after = openDiskAndLook(directory);
    expect([after.store.pending, after.ports.recovered]).toEqual([10, 10]);
    expect(await after.store.take(everything)).toEqual(events);
  });

  it('leaves nothing that was delivered', async () => {
    const directory = newFolder();
    const before = openDisk(directory);
    const events = createEvents(10);
    addAll(before, events);
    const delivered = await before.store.take({ ...everything, maxBytes: 1 });
    before.store.settle(delivered, 'done');
    await before.store.close();

    expect(await takeUuids(openDiskAndLook(directory))).toEqual(uuidsOf(events.slice(1)));
  });

  it('leaves what was handed out and never came back', async () => {
    const directory = newFolder();
    const before = openDisk(directory);
    const events = createEvents(3);
    addAll(before, events);
    await before.store.flush();
    await before.store.take(everything);
    await before.store.close();

    expect(await takeUuids(openDiskAndLook(directory))).toEqual(uuidsOf(events));
  });
});

describe('what a dead process left', () => {
  it('is sent before what came since, the oldest first', async () => {
    const directory = newFolder();
    const [young, old] = [createEvent(), createEvent({ timeSeconds: startSeconds - 50 })];
    leaveSegment(directory, textOf([young, old]), nobody);
    const made = openDisk(directory);
    const own = createEvent();
    made.store.add(own);
    made.ports.clock.advance(0);
    expect(await made.store.take(everything)).toEqual([old, young, own]);
  });

  it('is in a file of its heir at once, and in no other', () => {
    const directory = newFolder();
    const [event] = createEvents(1);
    leaveSegment(directory, textOf(event === undefined ? [] : [event]), nobody);
    openDiskAndLook(directory);
    expect(segmentsIn(directory)).toHaveLength(1);
    expect(textIn(directory)).toContain(event?.uuid);
    expect(textIn(directory)).not.toContain(nobody);
  });

  it('goes to one heir, however many there are', async () => {
    const directory = newFolder();
    const events = createEvents(30);
    for (let file = 0; file < 10; file += 1)
      leaveSegment(directory, textOf(events.slice(3 * file, 3 * file + 3)), nobody);
    const heirs = [openDisk(directory), openDisk(directory), openDisk(directory)];
    for (const { ports } of heirs) ports.clock.advance(0);
    const uuids = await Promise.all(heirs.map(takeUuids));
    expect(uuids.flat().sort()).toEqual(uuidsOf(events));
  });

  it('is no longer there when it is older than events may be', () => {
    const directory = newFolder();
    const [old, young] = [createEvent({ timeSeconds: startSeconds - 86_400 }), createEvent()];
    leaveSegment(directory, textOf([old, young]), nobody);
    const { store, ports } = openDiskAndLook(directory);
    expect([store.pending, ports.recovered, ports.drops]).toEqual([1, 2, { EXPIRED: 1 }]);
  });

  it.each([false, true])('is in no file any more when nothing of it is of use, with fsync %p', async (fsync) => {
    const directory = newFolder();
    leaveSegment(directory, textOf([createEvent({ timeSeconds: startSeconds - 86_400 })]), nobody);
    await openDiskAndLook(directory, { fsync }).store.flush();
    expect(segmentsIn(directory)).toEqual([]);
  });

  it('is there once, where two files tell of it', () => {
    const directory = newFolder();
    const text = textOf(createEvents(1));
    leaveSegment(directory, text, nobody);
    leaveSegment(directory, text, nobody);
    const { store, ports } = openDiskAndLook(directory);
    expect([store.pending, ports.recovered]).toEqual([1, 1]);
  });

  it('is counted and warned of where it is damaged', () => {
    const directory = newFolder();
    const [first, second] = createEvents(2);
    leaveSegment(
      directory,
      `${textOf([first ?? createEvent()])}rubbish${settledRecord(second?.uuid ?? '')}\ntorn`,
      nobody,
    );
    const { store, ports } = openDiskAndLook(directory);
    expect(store.pending).toBe(1);
    expect(ports.warned).toEqual([
      '2 lines in the files of the event store are damaged, and were skipped (MOE_WARN_EVENT_STORE)',
    ]);
  });

  it('stays where it is while there is no room for it, and comes when there is', async () => {
    const directory = newFolder();
    const made = openDisk(directory, {}, { maxEvents: 20 });
    addAll(made, createEvents(15));
    leaveSegment(directory, textOf(createEvents(10)), nobody);
    made.ports.clock.advance(1_000);
    expect([made.store.pending, made.ports.dropped]).toEqual([15, 0]);
    made.store.settle(await made.store.take(everything), 'done');
    made.ports.clock.advance(400);
    expect([made.store.pending, made.ports.recovered, made.ports.dropped]).toEqual([10, 10, 0]);
  });

  it('is dropped, and counted, where it is more than there could ever be room for', () => {
    const directory = newFolder();
    leaveSegment(directory, textOf(createEvents(30)), nobody);
    const { store, ports } = openDiskAndLook(directory, {}, { maxEvents: 20 });
    expect([store.pending, ports.recovered, ports.drops]).toEqual([20, 30, { QUEUE_FULL: 10 }]);
  });
});

describe('a process is taken for dead', () => {
  const deadPid = () => spawnSync(process.execPath, ['--version']).pid;

  it('at once where its id is nobody’s on this host', () => {
    const directory = newFolder();
    leaveSegment(directory, textOf(createEvents(1)), readPlace(), deadPid());
    expect(openDiskAndLook(directory).store.pending).toBe(1);
  });

  it('not where its id is somebody’s, nor on another host, before its segment was still for 15 s', () => {
    for (const [host, pid] of [
      [readPlace(), process.ppid],
      ['abcdefabcdef', deadPid()],
    ] as const) {
      const directory = newFolder();
      leaveSegment(directory, textOf(createEvents(1)), host, pid);
      const { store, ports } = openDiskAndLook(directory);
      ports.clock.advance(14_900);
      expect(store.pending).toBe(0);
      ports.clock.advance(500);
      expect(store.pending).toBe(1);
    }
  });

  it('not while it shows that it is there, with nothing to write', async () => {
    const directory = newFolder();
    const owner = openDisk(directory);
    owner.store.add(createEvent());
    await owner.store.flush();
    const other = openDiskAndLook(directory);
    for (let seconds = 0; seconds < 120; seconds += 1) {
      owner.ports.clock.advance(1_000);
      other.ports.clock.advance(1_000);
    }
    expect(other.ports.recovered).toBe(0);
  });
});

describe('a process that was stopped for too long', () => {
  /** The owner stands still until the other one has taken its segment. */
  async function setUp() {
    const directory = newFolder();
    const owner = openDisk(directory);
    const events = createEvents(5);
    addAll(owner, events);
    await owner.store.flush();
    const taker = openDiskAndLook(directory);
    taker.ports.clock.advance(16_000);
    expect(taker.store.pending).toBe(5);
    return { directory, owner, taker, events };
  }

  it.each([
    ['its next event', 20],
    ['the next round', 2_400],
  ])('notices with %s, and has all that it holds on disk again', async (_case, ms) => {
    const { directory, owner, taker, events } = await setUp();
    const late = createEvent();
    if (ms === 20) owner.store.add(late);
    owner.ports.clock.advance(ms);
    await taker.store.close();
    taker.store.settle(await taker.store.take(everything), 'done');
    for (const { uuid } of events) expect(textIn(directory).split(`"uuid":"${uuid}"`)).toHaveLength(3);
    expect([owner.store.pending, owner.ports.dropped]).toEqual([ms === 20 ? 6 : 5, 0]);
  });

  it('loses nothing that it tracks afterwards', async () => {
    const { directory, owner, taker, events } = await setUp();
    const late = createEvents(3);
    addAll(owner, late);
    await owner.store.close();
    const found = [...(await takeUuids(taker)), ...(await takeUuids(openDiskAndLook(directory)))];
    expect([...new Set(found)].sort()).toEqual(uuidsOf([...events, ...late]));
  });
});
