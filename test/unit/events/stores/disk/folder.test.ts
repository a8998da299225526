import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addedRecord } from '../../../../../src/events/disk/record.js';
import { openDisk, openDiskAndLook, segmentsIn } from '../../../../support/disk-stores.js';
import { createEvent } from '../../../../support/event-store-ports.js';
import { createTemporaryFolder } from '../../../../support/temporary-folder.js';

const newFolder = () => createTemporaryFolder('folder');

describe('in the folder of a store', () => {
  it('other files are left alone', () => {
    const directory = newFolder();
    const names = ['events.log', 'events-v2-abc.log', '.hidden', 'events-v1-000000000000-0-x-1.log'];
    for (const name of names) writeFileSync(join(directory, name), addedRecord(JSON.stringify(createEvent())));
    const { store, ports } = openDiskAndLook(directory);
    ports.clock.advance(60_000);
    expect([store.pending, readdirSync(directory).sort()]).toEqual([0, names.toSorted()]);
  });

  it('a segment that was moved away is written again', async () => {
    const directory = newFolder();
    const { store, ports } = openDisk(directory);
    const event = createEvent();
    store.add(event);
    await store.flush();
    const [name = ''] = segmentsIn(directory);
    renameSync(join(directory, name), join(directory, 'elsewhere'));
    ports.clock.advance(3_000);
    expect(segmentsIn(directory)).toHaveLength(1);
  });
});
