import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDiskStore } from '../../src/events/disk/open-disk-store.js';
import type { DiskStoreSettings } from '../../src/events/disk/open-disk-store.js';
import type { EventStorePorts, OpenEventStore } from '../../src/core/event-store.js';
import type { TrackedEvent } from '../../src/core/tracked-event.js';
import { createStorePorts } from './event-store-ports.js';
import type { StorePorts } from './event-store-ports.js';

export const diskSettings = { fsync: false, lifetimeMs: 86_400_000, segmentBytes: 1_048_576, staleAfterMs: 15_000 };

export interface DiskStore {
  readonly store: OpenEventStore;
  readonly ports: StorePorts;
}

/** A disk store as `createDiskEventStore` opens it, on a clock of its own, as a process of its own would. */
export function openDisk(
  directory: string,
  changes: Partial<DiskStoreSettings> = {},
  bounds: Partial<EventStorePorts['bounds']> = {},
): DiskStore {
  const ports = createStorePorts(bounds);
  return { store: openDiskStore({ ...diskSettings, directory, ...changes }, ports), ports };
}

/** One that has looked after its folder once. */
export function openDiskAndLook(...args: Parameters<typeof openDisk>): DiskStore {
  const made = openDisk(...args);
  made.ports.clock.advance(0);
  return made;
}

export function addAll({ store }: DiskStore, events: readonly TrackedEvent[]): void {
  for (const event of events) store.add(event);
}

/** Names of the segments in a folder. */
export const segmentsIn = (directory: string): readonly string[] =>
  readdirSync(directory).filter((name) => name.endsWith('.log'));

/** Names and contents of all files of a folder. */
export const textIn = (directory: string): string =>
  readdirSync(directory)
    .map((name) => `${name}\n${readFileSync(join(directory, name), 'latin1')}`)
    .join('\n');

/** A segment of a process on another host, and not known to live. Returns its path. */
export function leaveSegment(directory: string, content: string | Buffer, host = 'abcdefabcdef', pid = 1): string {
  const instance = segmentsIn(directory).length.toString(16).padStart(16, '0');
  const path = join(directory, `events-v1-${host}-${pid}-${instance}-1.log`);
  writeFileSync(path, content);
  return path;
}

/** The host of segments that their owner left when it was closed. */
export const nobody = '000000000000';

/** All that can be taken, in the order of the UUIDs. */
export async function takeUuids({ store }: DiskStore): Promise<readonly string[]> {
  const taken = await store.take({ maxUsers: 100_000, maxBytes: 100_000_000 });
  return uuidsOf(taken);
}

export const uuidsOf = (events: readonly TrackedEvent[]): readonly string[] => events.map(({ uuid }) => uuid).sort();
