import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../core/clock.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import { removeFile } from './files.js';

/** What must not stay. */
export interface Erasure {
  /** Whether anything of this customer may have to go. */
  customer(customerId: string): boolean;
  /** Whether this event has to go; what was tracked after its customer was forgotten may stay. */
  event(event: TrackedEvent): boolean;
}

/** Files that tell the other processes of a folder whom to forget, without naming anybody. */
export interface Tombstones {
  /** Throws where the folder can't be written. */
  place(customerId: string): void;
  /** The erasure of what was not seen before; `undefined` where all of it was. */
  findNew(names: readonly string[]): Erasure | undefined;
  /** The erasure of all these. */
  readAll(names: readonly string[]): Erasure;
  /** Removes those that everybody has heeded. `oldestChangeMs`: of the segments of others, since the epoch. */
  clean(names: readonly string[], oldestChangeMs: number): void;
}

const namePattern = /^forgotten-v1-(?<seconds>\d{1,12})-(?<key>[\da-f]{32})-(?<digest>[\da-f]{32})$/;

const keyBytes = 16;
const digestLength = 32;
const ownerOnly = 0o600;
const keptSeconds = 3_600;

const digestOf = (customerId: string, key: string): string =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(customerId).digest('hex').slice(0, digestLength);

const secondsOf = (name: string): number => Number(namePattern.exec(name)?.groups?.seconds ?? Infinity);

/** By key, the digests under it, each with the latest time at which its customer was forgotten. */
type Register = ReadonlyMap<string, ReadonlyMap<string, number>>;

function readRegister(names: readonly string[]): Register {
  const register = new Map<string, Map<string, number>>();
  for (const name of names) {
    const { key, digest } = namePattern.exec(name)?.groups ?? {};
    if (key === undefined || digest === undefined) continue;
    const digests = register.get(key) ?? new Map<string, number>();
    register.set(key, digests);
    digests.set(digest, Math.max(secondsOf(name), digests.get(digest) ?? 0));
  }
  return register;
}

function erasureOf(names: readonly string[]): Erasure {
  const register = readRegister(names);
  const known = new Map<string, number>();
  const forgottenAt = (customerId: string): number => {
    const remembered = known.get(customerId);
    if (remembered !== undefined) return remembered;
    const times = [...register].map(([key, digests]) => digests.get(digestOf(customerId, key)) ?? -Infinity);
    const latest = Math.max(-Infinity, ...times);
    known.set(customerId, latest);
    return latest;
  };
  return {
    customer: (customerId) => forgottenAt(customerId) > -Infinity,
    event: ({ customerId, timeSeconds }) => timeSeconds <= forgottenAt(customerId),
  };
}

export function createTombstones(directory: string, clock: Clock): Tombstones {
  const key = randomBytes(keyBytes).toString('hex');
  let seen: ReadonlySet<string> = new Set();
  return {
    place(customerId) {
      const seconds = Math.floor(clock.now() / 1_000);
      const name = `forgotten-v1-${seconds}-${key}-${digestOf(customerId, key)}`;
      closeSync(openSync(join(directory, name), 'w', ownerOnly));
      seen = new Set(seen).add(name);
    },
    findNew(names) {
      const stones = names.filter((name) => namePattern.test(name));
      const unseen = stones.filter((name) => !seen.has(name));
      seen = new Set(stones);
      return unseen.length === 0 ? undefined : erasureOf(unseen);
    },
    readAll: erasureOf,
    clean(names, oldestChangeMs) {
      const before = Math.min(clock.now() / 1_000 - keptSeconds, oldestChangeMs / 1_000);
      for (const name of names) if (secondsOf(name) < before) removeFile(join(directory, name));
    },
  };
}
