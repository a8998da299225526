import type { EventQueue } from '../../core/queue/event-queue.js';
import type { Clock } from '../../core/clock.js';
import { namesIn } from './files.js';
import type { ForeignSegment, ForeignSegments } from './foreign-segments.js';
import type { Journal } from './journal.js';
import type { Recovery } from './recovery.js';
import type { Segments } from './segments.js';
import type { Tombstones } from './tombstones.js';

export interface PatrolPorts {
  readonly directory: string;
  readonly clock: Clock;
  readonly queue: EventQueue;
  readonly segments: Segments;
  readonly journal: Journal;
  readonly tombstones: Tombstones;
  readonly foreign: ForeignSegments;
  readonly recovery: Recovery;
}

/** What processes that share a folder do for each other. */
export interface Patrol {
  /** Forgets whom the other processes forgot. For when time has passed unseen. */
  heed(): void;
  /** Looks after the folder at once. Returns the segments of others that stay. */
  run(): readonly ForeignSegment[];
  stop(): void;
}

/** Somebody who was forgotten elsewhere must be gone within a second. */
const roundMs = 400;

/** A segment is dead when it has not changed for `staleAfterMs`, several times as long. */
const touchMs = 2_000;

/** Looks after the folder at once and from then on, until it is stopped. */
export function startPatrol(ports: PatrolPorts): Patrol {
  const { directory, clock, queue, segments, journal, tombstones, foreign, recovery } = ports;
  let hasErased = false;
  let isStopped = false;
  let touchedAt = clock.monotonic();

  const heed = (): void => {
    const erasure = tombstones.findNew(namesIn(directory));
    if (erasure === undefined) return;
    queue.forget((event) => erasure.event(event));
    segments.erase(erasure);
    hasErased = true;
  };

  const touch = (): void => {
    if (clock.monotonic() - touchedAt < touchMs) return;
    touchedAt = clock.monotonic();
    journal.touch();
  };

  const run = (): readonly ForeignSegment[] => {
    if (isStopped) return [];
    heed();
    touch();
    if (hasErased) void journal.finishErasure();
    hasErased = false;
    const names = namesIn(directory);
    const found = foreign.find(names);
    recovery.takeOver(found, tombstones.readAll(names));
    tombstones.clean(names, Math.min(Infinity, ...found.map(({ changedMs }) => changedMs)));
    return found;
  };

  let cancel: () => void;
  const goRound = (): void => {
    run();
    cancel = clock.after(roundMs, goRound);
  };
  cancel = clock.after(0, goRound);

  return {
    heed,
    run,
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
