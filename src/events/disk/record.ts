import { crc32 } from 'node:zlib';
import type { TrackedEvent } from '../../core/tracked-event.js';
import { readEvent } from '../../core/read-event.js';

const newline = 0x0a;
const checksumLength = 8;
const marks = { added: '+', settled: '-' } as const;

const checksum = (payload: string | Uint8Array): string => crc32(payload).toString(16).padStart(checksumLength, '0');

/**
 * One line: checksum, space, payload. It begins with a newline as well as it ends with one, so that neither a torn line
 * before it nor a damaged byte between the two can spoil it.
 */
function encode(payload: string): string {
  return `\n${checksum(payload)} ${payload}\n`;
}

/** Tells that an event was tracked. `text`: the event as JSON. */
export function addedRecord(text: string): string {
  return encode(marks.added + text);
}

/** Tells that the event of this UUID needs no sending any more. */
export function settledRecord(uuid: string): string {
  return encode(marks.settled + uuid);
}

/** What a segment holds. */
export interface SegmentContent {
  /** Every event that was ever added, in order. */
  readonly added: readonly TrackedEvent[];
  /** Those of them that were not settled, each once. */
  readonly pending: readonly TrackedEvent[];
  /** Lines that are torn, corrupt, or none of ours. */
  readonly damaged: number;
}

function* linesOf(bytes: Buffer): Iterable<Buffer> {
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(newline, start);
    const end = found === -1 ? bytes.length : found;
    if (end > start) yield bytes.subarray(start, end);
    start = end + 1;
  }
}

/** The payload of a line that is as it was written. */
function payloadOf(line: Buffer): string | undefined {
  const payload = line.subarray(checksumLength + 1);
  const head = line.subarray(0, checksumLength + 1).toString('latin1');
  return head === `${checksum(payload)} ` ? payload.toString('utf8') : undefined;
}

export function readRecords(bytes: Buffer): SegmentContent {
  const added: TrackedEvent[] = [];
  const pending = new Map<string, TrackedEvent>();
  let damaged = 0;
  for (const line of linesOf(bytes)) {
    const payload = payloadOf(line);
    const body = payload?.slice(1) ?? '';
    if (payload?.startsWith(marks.settled)) {
      pending.delete(body);
      continue;
    }
    const event = payload?.startsWith(marks.added) ? readEvent(body) : undefined;
    if (event === undefined) {
      damaged += 1;
      continue;
    }
    added.push(event);
    pending.set(event.uuid, event);
  }
  return { added, pending: [...pending.values()], damaged };
}
