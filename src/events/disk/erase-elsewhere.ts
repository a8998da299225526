import { readFileSync } from 'node:fs';
import type { Clock } from '../../core/clock.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import type { ForeignSegment } from './foreign-segments.js';
import { readRecords } from './record.js';

export interface Elsewhere {
  readonly clock: Clock;
  /** Epoch seconds when the customer was forgotten. */
  readonly untilSeconds: number;
  /** The segments of others that are there now. */
  find(): readonly ForeignSegment[];
  seize(segment: ForeignSegment): void;
}

/** Longer than the others take to look, and short enough to be done within a second. */
const patienceMs = 600;

function readOrNothing(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // Gone, and its content with it.
    return Buffer.alloc(0);
  }
}

/** Whether a file holds anything of the customer that had happened by then. */
function holds(path: string, customerId: string, untilSeconds: number): boolean {
  const bytes = readOrNothing(path);
  if (!bytes.includes(JSON.stringify(customerId))) return false;
  const { added, damaged } = readRecords(bytes);
  const isMeant = (event: TrackedEvent): boolean =>
    event.customerId === customerId && event.timeSeconds <= untilSeconds;
  // What is damaged may be of anybody.
  return damaged > 0 || added.some(isMeant);
}

/**
 * Lets the other processes erase the customer from their segments, and then seizes the segments of those who did not:
 * who are stopped, or dead, or on a host that is. Call it when the tombstone is there.
 */
export async function eraseElsewhere(customerId: string, elsewhere: Elsewhere): Promise<void> {
  if (elsewhere.find().length === 0) return;
  await new Promise<void>((resolve) => {
    elsewhere.clock.after(patienceMs, resolve);
  });
  for (const segment of elsewhere.find()) {
    if (holds(segment.path, customerId, elsewhere.untilSeconds)) elsewhere.seize(segment);
  }
}
