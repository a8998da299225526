import { createDiskEventStore } from '../../../../src/events/disk-event-store.js';
import { describeEventStore } from '../../../support/event-store-contract.js';
import { createStorePorts } from '../../../support/event-store-ports.js';
import { createTemporaryFolder } from '../../../support/temporary-folder.js';
import { callUntyped, thrownBy } from '../../../support/thrown.js';

describeEventStore('the disk store', {
  lifetimeMs: 86_400_000,
  open(bounds) {
    const ports = createStorePorts(bounds);
    const store = createDiskEventStore({ directory: createTemporaryFolder('store') }).open(ports);
    ports.clock.advance(0);
    return Promise.resolve({ store, ports });
  },
});

describeEventStore('the disk store that waits for the disk', {
  lifetimeMs: 86_400_000,
  open(bounds) {
    const ports = createStorePorts(bounds);
    const store = createDiskEventStore({ directory: createTemporaryFolder('store'), fsync: true }).open(ports);
    return Promise.resolve({ store, ports });
  },
});

describe('createDiskEventStore refuses', () => {
  it.each([
    [undefined, 'MOE_OPTION_INVALID', 'createDiskEventStore(options) must be an object; received undefined'],
    ['spool', 'MOE_OPTION_INVALID', 'createDiskEventStore(options) must be an object; received "spool"'],
    [{}, 'MOE_OPTION_MISSING', 'directory is missing: createDiskEventStore needs a folder to keep the events in'],
    [{ directory: '' }, 'MOE_OPTION_INVALID', 'directory must be the path of a folder; received ""'],
    [
      { directory: 'a\0b' },
      'MOE_OPTION_INVALID',
      String.raw`directory must be the path of a folder; received "a\u0000b"`,
    ],
    [{ directory: 7 }, 'MOE_OPTION_INVALID', 'directory must be the path of a folder; received 7'],
    [{ directory: 'a', fsync: 'yes' }, 'MOE_OPTION_INVALID', 'fsync must be true or false; received "yes"'],
    [{ directory: 'a', fsync: null }, 'MOE_OPTION_INVALID', 'fsync must be true or false; received null'],
    [{ directory: 'a', fsinc: true }, 'MOE_OPTION_UNKNOWN', 'createDiskEventStore has no "fsinc": did you mean fsync?'],
  ])('%j', (options, code, message) => {
    const error = thrownBy(() => callUntyped(createDiskEventStore, options));
    expect([error.code, error.message]).toEqual([code, `${message} (${code})`]);
  });

  it.each([[{ directory: 'a' }], [{ directory: './a/b', fsync: true }], [{ directory: '/a', fsync: undefined }]])(
    'not %j, and touches nothing before it is opened',
    (options) => {
      expect(Object.keys(createDiskEventStore(options))).toEqual(['open']);
    },
  );
});
