import { closeSync, constants, existsSync, openSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { HeldEvent } from '../../core/queue/event-chain.js';
import { isMissing, touchFile } from './files.js';
import { settledRecord } from './record.js';

/** An event and its line. */
export type Entry = readonly [HeldEvent, string];

/** What came of an attempt to write. */
export type Appended =
  | { readonly kind: 'written' }
  /** The file is not where it was: another process took it, or somebody removed it. */
  | { readonly kind: 'taken' }
  /** `bytes` were written nevertheless. */
  | { readonly kind: 'failed'; readonly bytes: number; readonly error: unknown };

const ownerOnly = 0o600;

/** Less than this share of a segment is worth writing anew, so that the rest of its room is free. */
const sparseShare = 0.25;

/** A full disk may take a part of what it was given, without an error. */
function writeWhole(file: number, bytes: Buffer): Appended {
  let written = 0;
  try {
    while (written < bytes.length) {
      const more = writeSync(file, bytes, written);
      if (more === 0) throw new Error('nothing was written');
      written += more;
    }
    return { kind: 'written' };
  } catch (error) {
    return { kind: 'failed', bytes: written, error };
  }
}

/** Writes at the end of a file that is there. It is opened anew each time, so that one that was taken is noticed. */
function appendToFile(path: string, text: string): Appended {
  let file: number;
  try {
    file = openSync(path, constants.O_WRONLY | constants.O_APPEND);
  } catch (error) {
    return isMissing(error) ? { kind: 'taken' } : { kind: 'failed', bytes: 0, error };
  }
  try {
    const appended = writeWhole(file, Buffer.from(text));
    // Whoever took it before the writing may have read it before, too; whoever takes it from here on reads it all.
    return existsSync(path) ? appended : { kind: 'taken' };
  } finally {
    closeSync(file);
  }
}

/** How many of the entries are whole within that many bytes. */
function countWhole(entries: readonly Entry[], bytes: number): number {
  let end = 0;
  const torn = entries.findIndex(([, line]) => (end += Buffer.byteLength(line)) > bytes);
  return torn === -1 ? entries.length : torn;
}

/** One file of this process, to which events and what became of them are appended. */
export class Segment {
  readonly path: string;
  readonly #pending = new Set<HeldEvent>();
  readonly #customers = new Set<string>();
  #settled: string[] = [];
  #size = 0;
  #pendingBytes = 0;

  /** Creates the file. Throws where it can't. */
  constructor(path: string) {
    this.path = path;
    closeSync(openSync(path, 'wx', ownerOnly));
  }

  get size(): number {
    return this.#size;
  }

  /** The events of which nobody has said that they are settled. */
  get pending(): ReadonlySet<HeldEvent> {
    return this.#pending;
  }

  get isSparse(): boolean {
    return this.#pendingBytes < this.#size * sparseShare;
  }

  /** Whether it holds, or held, anything of such a customer: a settled event's line is still there. */
  knows(matches: (customerId: string) => boolean): boolean {
    return [...this.#customers].some(matches);
  }

  /** Writes the events. Those that are whole on the disk, whatever else came of it, are its own from then on. */
  append(entries: readonly Entry[]): Appended {
    for (const [{ event }] of entries) this.#customers.add(event.customerId);
    const appended = this.#write(entries.map(([, line]) => line).join(''));
    if (appended.kind === 'taken') return appended;
    const whole = appended.kind === 'written' ? entries.length : countWhole(entries, appended.bytes);
    for (const [held] of entries.slice(0, whole)) {
      this.#pending.add(held);
      this.#pendingBytes += held.bytes;
    }
    return appended;
  }

  /** The event needs no sending any more. Said in the file by `writeSettled`. */
  settle(held: HeldEvent): void {
    if (!this.#pending.delete(held)) return;
    this.#pendingBytes -= held.bytes;
    this.#settled.push(settledRecord(held.event.uuid));
  }

  writeSettled(): Appended {
    if (this.#settled.length === 0) return { kind: 'written' };
    const appended = this.#write(this.#settled.join(''));
    if (appended.kind === 'written') this.#settled = [];
    return appended;
  }

  /** Shows the other processes that somebody is here. `false`: the file was taken. */
  touch(now: number): boolean {
    return touchFile(this.path, now);
  }

  /** Resolves once all that was written survives a loss of power. */
  async sync(): Promise<void> {
    let file: FileHandle | undefined;
    try {
      file = await open(this.path, 'r+');
      await file.datasync();
    } catch (error) {
      // The next write finds out.
      if (!isMissing(error)) throw error;
    } finally {
      await file?.close();
    }
  }

  #write(text: string): Appended {
    this.#size += Buffer.byteLength(text);
    return appendToFile(this.path, text);
  }
}
