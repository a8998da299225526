import { resolve } from 'node:path';
import { isJsonObject } from '../core/json.js';
import { hasControlCharacter } from '../core/text.js';
import { invalidOption, missingOption, refuseUnknownNames } from '../core/option-errors.js';
import { given, parseBoolean } from '../config/option-rules.js';
import { openDiskStore } from './disk/open-disk-store.js';
import type { EventStore } from '../core/event-store.js';

export interface DiskEventStoreOptions {
  /**
   * Folder for the events, created where it is missing, readable by its owner alone. Relative to the working directory.
   * The processes of one workspace may share a folder; two workspaces must not.
   */
  readonly directory: string;
  /** Whether events should survive a loss of power, too, and not only the end of the process. Default: `false`. */
  readonly fsync?: boolean | undefined;
}

const optionNames = Object.keys({ directory: true, fsync: true } satisfies Record<keyof DiskEventStoreOptions, true>);

const lifetimeMs = 86_400_000;
const segmentBytes = 1_048_576;

/** Seven times as long as its owner leaves a segment untouched. */
const staleAfterMs = 15_000;

function parseDirectory(value: unknown): string {
  if (value === undefined) {
    throw missingOption('directory', 'createDiskEventStore needs a folder to keep the events in');
  }
  if (typeof value === 'string' && value.trim() !== '' && !hasControlCharacter(value)) return resolve(value);
  throw invalidOption('directory', 'the path of a folder', value);
}

/**
 * Keeps events in files as well as in memory, for a day at most. At most 50 ms after it was tracked, an event survives
 * whatever ends the process; the next process that opens the folder sends it. While the folder can't be written, events
 * are kept in memory alone, with a warning.
 *
 * Throws `MOE_OPTION_INVALID`, `MOE_OPTION_MISSING` or `MOE_OPTION_UNKNOWN` for options that are not as described.
 */
export function createDiskEventStore(options: DiskEventStoreOptions): EventStore {
  const raw: unknown = options;
  if (!isJsonObject(raw)) throw invalidOption('createDiskEventStore(options)', 'an object', raw);
  refuseUnknownNames('createDiskEventStore', raw, optionNames);
  const directory = parseDirectory(raw.directory);
  const fsync = parseBoolean('fsync', given(raw.fsync, false));
  return { open: (ports) => openDiskStore({ directory, fsync, lifetimeMs, segmentBytes, staleAfterMs }, ports) };
}
