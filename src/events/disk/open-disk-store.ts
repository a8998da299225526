import { accessSync, constants } from 'node:fs';
import { EventQueue } from '../../core/queue/event-queue.js';
import type { EventStorePorts, OpenEventStore } from '../../core/event-store.js';
import { eraseElsewhere } from './erase-elsewhere.js';
import { errorCode } from './error-code.js';
import { createFolder, namesIn } from './files.js';
import { createForeignSegments } from './foreign-segments.js';
import { Journal } from './journal.js';
import { startPatrol } from './patrol.js';
import type { Patrol } from './patrol.js';
import { createRecovery } from './recovery.js';
import type { Recovery } from './recovery.js';
import { createOwner } from './segment-name.js';
import { Segments } from './segments.js';
import { createTombstones } from './tombstones.js';
import type { Tombstones } from './tombstones.js';

export interface DiskStoreSettings {
  /** Absolute. */
  readonly directory: string;
  readonly fsync: boolean;
  readonly lifetimeMs: number;
  readonly segmentBytes: number;
  /** After which a segment that does not change is of a dead process, if the process itself can't be looked for. */
  readonly staleAfterMs: number;
}

interface Parts {
  readonly queue: EventQueue;
  readonly segments: Segments;
  readonly journal: Journal;
  readonly tombstones: Tombstones;
  readonly patrol: Patrol;
  readonly recovery: Recovery;
  readonly findForeign: ReturnType<typeof createForeignSegments>['find'];
}

function assemble(settings: DiskStoreSettings, ports: EventStorePorts): Parts {
  const { directory } = settings;
  const { clock } = ports;
  const owner = createOwner();
  const segments = new Segments({ directory, owner, segmentBytes: settings.segmentBytes }, () => {
    patrol.heed();
  });
  const journal = new Journal(segments, ports, settings.fsync);
  const queue = new EventQueue(ports, settings.lifetimeMs, journal);
  const tombstones = createTombstones(directory, clock);
  const foreign = createForeignSegments(directory, owner, settings.staleAfterMs, clock);
  const recovery = createRecovery({ ...ports, queue, segments, journal });
  const patrol = startPatrol({ directory, clock, queue, segments, journal, tombstones, foreign, recovery });
  return { queue, segments, journal, tombstones, patrol, recovery, findForeign: (names) => foreign.find(names) };
}

/** What is wrong with the folder is better known now than when there is something to lose. */
function checkFolder(directory: string): string | undefined {
  try {
    createFolder(directory);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

function createForget(settings: DiskStoreSettings, ports: EventStorePorts, parts: Parts): OpenEventStore['forget'] {
  const { directory } = settings;
  const { queue, segments, journal, tombstones, patrol, recovery } = parts;

  const placeTombstone = (customerId: string): void => {
    try {
      tombstones.place(customerId);
    } catch (error) {
      ports.warnings.repeated(
        'MOE_WARN_EVENT_STORE',
        'forget',
        `other processes on the event store's folder can't be told whom to forget (${errorCode(error)})`,
      );
    }
  };

  return async (customerId) => {
    const untilSeconds = Math.floor(ports.clock.now() / 1_000);
    const isMeant = (id: string): boolean => id === customerId;
    const dropped = queue.forget((event) => isMeant(event.customerId));
    segments.erase({ customer: isMeant, event: (event) => isMeant(event.customerId) });
    placeTombstone(customerId);
    patrol.run();
    await journal.finishErasure();
    await eraseElsewhere(customerId, {
      clock: ports.clock,
      untilSeconds,
      find: () => parts.findForeign(namesIn(directory)),
      seize: (segment) => {
        recovery.seize(segment, tombstones.readAll(namesIn(directory)));
      },
    });
    await journal.flush();
    return dropped;
  };
}

/** The queue with a journal under it, in a folder that it may share with other processes. */
export function openDiskStore(settings: DiskStoreSettings, ports: EventStorePorts): OpenEventStore {
  const trouble = checkFolder(settings.directory);
  if (trouble !== undefined) {
    ports.warnings.repeated(
      'MOE_WARN_EVENT_STORE',
      'folder',
      `the event store's folder can't be used (${trouble}): events wait in memory until it can`,
    );
  }
  const parts = assemble(settings, ports);
  const { queue, journal, patrol } = parts;
  return {
    add: (event) => {
      queue.add(event);
    },
    take: (limits) => Promise.resolve(queue.take(limits)),
    settle: (events, outcome) => {
      queue.settle(events, outcome);
    },
    forget: createForget(settings, ports, parts),
    get pending() {
      return queue.pending;
    },
    get oldestSeconds() {
      return queue.oldestSeconds;
    },
    flush: () => journal.flush(),
    close: () => {
      patrol.stop();
      return journal.close();
    },
  };
}
