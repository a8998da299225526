import { readFileSync } from 'node:fs';
import type { Clock } from '../../core/clock.js';
import type { Warnings } from '../../core/warnings.js';
import type { EventQueue } from '../../core/queue/event-queue.js';
import type { QueueBounds } from '../../core/event-store.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import { errorCode } from './error-code.js';
import { renameFile } from './files.js';
import type { ForeignSegment } from './foreign-segments.js';
import type { Journal } from './journal.js';
import { readRecords } from './record.js';
import type { Segments } from './segments.js';
import type { Erasure } from './tombstones.js';

export interface RecoveryPorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
  readonly bounds: QueueBounds;
  readonly queue: EventQueue;
  readonly segments: Segments;
  readonly journal: Journal;
}

export interface Recovery {
  /** Takes over what dead processes left behind, as far as there is room for it, without what has to go. */
  takeOver(found: readonly ForeignSegment[], erasure: Erasure): void;
  /** Takes this one over from whoever has it: its owner, if there is one, notices and carries on elsewhere. */
  seize(segment: ForeignSegment, erasure: Erasure): void;
}

/** The shortest line that an event can have. */
const leastLineBytes = 180;

/** Larger than any segment that was written as one. */
const mostBytes = 67_108_864;

/** Takes segments of others over: into the queue, and by that into this process's own segments. */
export function createRecovery(ports: RecoveryPorts): Recovery {
  const { clock, warnings, bounds, queue, segments, journal } = ports;

  const warn = (subject: string, message: string): void => {
    warnings.repeated('MOE_WARN_EVENT_STORE', subject, message);
  };

  /** More than there is room for had to be dropped, and is better where it is. */
  const hasRoomFor = ({ bytes }: ForeignSegment): boolean => {
    if (queue.pending === 0) return true;
    const mostEvents = bytes / leastLineBytes;
    return queue.pending + mostEvents <= bounds.maxEvents && queue.bytes + bytes <= bounds.maxBytes;
  };

  const readPending = (path: string): readonly TrackedEvent[] | undefined => {
    try {
      const { pending, damaged } = readRecords(readFileSync(path));
      if (damaged > 0)
        warn('damaged', `${damaged} lines in the files of the event store are damaged, and were skipped`);
      return pending;
    } catch (error) {
      warn('read', `the event store can't read what another process left (${errorCode(error)})`);
      return undefined;
    }
  };

  const seize = ({ path, bytes }: ForeignSegment, erasure: Erasure): void => {
    if (journal.isClosed) return;
    if (bytes > mostBytes) {
      warn('size', 'a file in the folder of the event store is too large to be one of its own');
      return;
    }
    const claimed = segments.nextPath();
    // Of several processes one is the first, and the file is there for nobody else.
    if (!renameFile(path, claimed)) return;
    const pending = readPending(claimed);
    if (pending === undefined) return;
    segments.retire(claimed);
    const kept = pending.filter((event) => !erasure.event(event));
    queue.recover(kept.toSorted((one, other) => one.timeSeconds - other.timeSeconds));
    journal.write();
  };

  /** One in each turn, since a large one takes some milliseconds. */
  const takeOver = (found: readonly ForeignSegment[], erasure: Erasure): void => {
    const next = found.findIndex((segment) => segment.isDead && hasRoomFor(segment));
    const segment = found[next];
    if (segment === undefined) return;
    seize(segment, erasure);
    clock.nextTurn(() => {
      takeOver(found.slice(next + 1), erasure);
    });
  };

  return { takeOver, seize };
}
