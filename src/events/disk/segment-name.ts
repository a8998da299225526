import { randomBytes } from 'node:crypto';
import { isRunning, readPlace } from './process-place.js';

/** The store at work that a segment belongs to. */
export interface SegmentOwner {
  /** As of `readPlace`. */
  readonly place: string;
  readonly pid: number;
  /** Random: one process may have several stores. */
  readonly instance: string;
}

const namePattern = /^events-v1-(?<place>[\da-f]{12})-(?<pid>\d{1,10})-(?<instance>[\da-f]{16})-(?<number>\d+)\.log$/;

const nowhere = '0'.repeat(12);

export function createOwner(): SegmentOwner {
  return { place: readPlace(), pid: process.pid, instance: randomBytes(8).toString('hex') };
}

export function segmentName({ place, pid, instance }: SegmentOwner, number: number): string {
  return `events-v1-${place}-${pid}-${instance}-${number}.log`;
}

/** Whose segment a file of this name is; `undefined` for a file that is no segment. */
export function ownerOf(name: string): SegmentOwner | undefined {
  const { place, pid, instance } = namePattern.exec(name)?.groups ?? {};
  if (place === undefined || pid === undefined || instance === undefined) return undefined;
  return { place, pid: Number(pid), instance };
}

/** The name that a segment takes when its owner closes and leaves it to whoever comes. */
export function abandonedName(name: string): string {
  return name.replace(namePattern, `events-v1-${nowhere}-0-$<instance>-$<number>.log`);
}

/** Whether it is certain at once that nobody writes this segment any more. */
export function isAbandoned(owner: SegmentOwner, here: SegmentOwner): boolean {
  if (owner.place === nowhere) return true;
  return owner.place === here.place && !isRunning(owner.pid);
}
