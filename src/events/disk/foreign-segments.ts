import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.js';
import { isAbandoned, ownerOf } from './segment-name.js';
import type { SegmentOwner } from './segment-name.js';

/** A segment of somebody else. */
export interface ForeignSegment {
  readonly path: string;
  readonly bytes: number;
  /** Since the epoch, by the clock of the file system. */
  readonly changedMs: number;
  /** Nobody writes it any more, as far as one can know. */
  readonly isDead: boolean;
}

export interface ForeignSegments {
  /** Those among these files of the folder, the oldest first. */
  find(names: readonly string[]): readonly ForeignSegment[];
}

interface Sight {
  readonly state: string;
  /** On the monotonic scale. */
  readonly since: number;
}

/**
 * Finds the segments of others. One whose process can't be looked for, since it is on another host, is dead when it has
 * not changed for `staleAfterMs` under this process's eyes: so no two clocks have to agree.
 */
export function createForeignSegments(
  directory: string,
  here: SegmentOwner,
  staleAfterMs: number,
  clock: Clock,
): ForeignSegments {
  let sights: ReadonlyMap<string, Sight> = new Map();

  const look = (name: string, seen: Map<string, Sight>): readonly ForeignSegment[] => {
    const owner = ownerOf(name);
    if (owner === undefined || owner.instance === here.instance) return [];
    const path = join(directory, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats?.isFile()) return [];
    const now = clock.monotonic();
    const state = `${stats.size} ${stats.mtimeMs}`;
    const before = sights.get(name);
    const sight = before?.state === state ? before : { state, since: now };
    seen.set(name, sight);
    const isDead = isAbandoned(owner, here) || now - sight.since >= staleAfterMs;
    return [{ path, bytes: stats.size, changedMs: stats.mtimeMs, isDead }];
  };

  return {
    find(names) {
      const seen = new Map<string, Sight>();
      const found = names.flatMap((name) => look(name, seen));
      sights = seen;
      return found.sort((one, other) => one.changedMs - other.changedMs);
    },
  };
}
