import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addAll,
  openDisk,
  openDiskAndLook,
  segmentsIn,
  takeUuids,
  textIn,
  uuidsOf,
} from '../../../../support/disk-stores.js';
import { createEvent } from '../../../../support/event-store-ports.js';
import { createTemporaryFolder } from '../../../../support/temporary-folder.js';

/** No folder can be made below a file, not even by the superuser. */
function setUpBelowFile() {
  const file = join(createTemporaryFolder('trouble'), 'file');
  writeFileSync(file, '');
  return { file, directory: join(file, 'events') };
}

describe.each([false, true])('where the folder cannot be made, with fsync %p', (fsync) => {
  it('events wait in memory, and a warning says so at the start', async () => {
    const { directory } = setUpBelowFile();
    const made = openDiskAndLook(directory, { fsync });
    const events = [createEvent(), createEvent()];
    addAll(made, events);
    made.ports.clock.advance(5_000);
    await made.store.flush();
    expect(await takeUuids(made)).toEqual(uuidsOf(events));
    expect(made.ports.warned).toEqual([
      "the event store's folder can't be used (ENOTDIR): events wait in memory until it can (MOE_WARN_EVENT_STORE)",
      "the event store can't write to disk (ENOTDIR): events wait in memory (MOE_WARN_EVENT_STORE)",
    ]);
  });

  it('it warns once a minute, however often it tries', async () => {
    const { directory } = setUpBelowFile();
    const { store, ports } = openDiskAndLook(directory, { fsync });
    store.add(createEvent());
    for (let seconds = 0; seconds < 119; seconds += 1) {
      ports.clock.advance(1_000);
      await store.flush();
    }
    expect(ports.warned.filter((message) => message.includes('write to disk'))).toHaveLength(2);
  });

  it('what is still pending is written a second after it can be', async () => {
    const { file, directory } = setUpBelowFile();
    const made = openDiskAndLook(directory, { fsync });
    const events = [createEvent(), createEvent(), createEvent()];
    addAll(made, events);
    made.ports.clock.advance(3_000);
    made.store.settle(await made.store.take({ maxUsers: 9, maxBytes: 1 }), 'done');
    rmSync(file);
    made.ports.clock.advance(1_020);
    expect(textIn(directory)).not.toContain(events[0]?.uuid);
    await made.store.close();
    expect(await takeUuids(openDiskAndLook(directory))).toEqual(uuidsOf(events.slice(1)));
  });

  it('forgetting and closing succeed, and what is lost by it is said', async () => {
    const { directory } = setUpBelowFile();
    const { store, ports } = openDiskAndLook(directory, { fsync });
    store.add(createEvent({ customerId: 'a' }));
    store.add(createEvent({ customerId: 'b' }));
    expect(await store.forget('a')).toBe(1);
    await store.close();
    expect(ports.warned).toContain(
      'the event store was closed before 1 events could be written to disk (MOE_WARN_EVENT_STORE)',
    );
  });
});

describe('where the folder is removed while the store is open', () => {
  it.each([
    ['with the next event', 20],
    ['when it looks after its files', 2_420],
  ])('it is made again %s, with all that is pending', async (_case, ms) => {
    const directory = join(createTemporaryFolder('trouble'), 'events');
    const made = openDiskAndLook(directory);
    const events = [createEvent(), createEvent()];
    addAll(made, events.slice(0, 1));
    await made.store.flush();
    rmSync(directory, { recursive: true });
    addAll(made, events.slice(1, ms === 20 ? 2 : 1));
    made.ports.clock.advance(ms);
    for (const { uuid } of events.slice(0, made.store.pending)) expect(textIn(directory)).toContain(uuid);
    expect(made.ports.warned).toEqual([]);
  });

  it('nothing is made where nothing is pending', () => {
    const directory = join(createTemporaryFolder('trouble'), 'events');
    const { ports } = openDiskAndLook(directory);
    rmSync(directory, { recursive: true });
    ports.clock.advance(60_000);
    mkdirSync(directory);
    expect([segmentsIn(directory), ports.warned]).toEqual([[], []]);
  });
});

it('what the disk did not confirm is written anew, elsewhere', async () => {
  const directory = createTemporaryFolder('trouble');
  const { store, ports } = openDiskAndLook(directory, { fsync: true });
  const event = createEvent();
  store.add(event);
  const flushed = store.flush();
  const [name = ''] = segmentsIn(directory);
  rmSync(join(directory, name));
  mkdirSync(join(directory, name));
  await flushed;
  expect(ports.warned).toEqual([
    "the event store can't write to disk (EISDIR): events wait in memory (MOE_WARN_EVENT_STORE)",
  ]);
  ports.clock.advance(1_000);
  rmSync(join(directory, name), { recursive: true });
  expect(textIn(directory)).toContain(event.uuid);
});

it('a folder where a segment should be is no segment', () => {
  const directory = createTemporaryFolder('trouble');
  mkdirSync(join(directory, 'events-v1-000000000000-0-0000000000000000-1.log'));
  const { store, ports } = openDisk(directory);
  ports.clock.advance(60_000);
  expect([store.pending, ports.warned]).toEqual([0, []]);
});
