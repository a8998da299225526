import { basename, dirname, join } from 'node:path';
import type { HeldEvent } from '../../core/queue/event-chain.js';
import { createFolder, isMissing, removeFile, renameFile, syncFolder, touchFile } from './files.js';
import { addedRecord } from './record.js';
import { abandonedName, segmentName } from './segment-name.js';
import type { SegmentOwner } from './segment-name.js';
import { Segment } from './segment.js';
import type { Entry } from './segment.js';
import type { Erasure } from './tombstones.js';

export interface SegmentSettings {
  readonly directory: string;
  readonly owner: SegmentOwner;
  /** A segment that is as large is ended. */
  readonly segmentBytes: number;
}

/** Written in one go. */
const groupBytes = 262_144;

/** Somebody who takes one new segment after the other would keep this process busy for ever. */
const mostTaken = 3;

/** The files of this process, and what is still to be written to them. */
export class Segments {
  readonly #settings: SegmentSettings;
  readonly #onTaken: () => void;
  readonly #segments = new Set<Segment>();
  readonly #homes = new Map<HeldEvent, Segment>();
  readonly #unwritten = new Map<HeldEvent, string>();
  /** Files that are not needed any more once all that they hold is elsewhere: whether it was written there. */
  readonly #retired = new Map<string, boolean>();
  readonly #unsynced = new Set<Segment>();
  #active: Segment | undefined;
  #number = 0;
  #unwrittenBytes = 0;

  /** `onTaken` hears that another process took a segment, before anything of it is written anew. */
  constructor(settings: SegmentSettings, onTaken: () => void) {
    this.#settings = settings;
    this.#onTaken = onTaken;
  }

  /** Events that are in memory alone. */
  get unwritten(): number {
    return this.#unwritten.size;
  }

  /** Whether there is enough to be written for one go. */
  get isDue(): boolean {
    return this.#unwrittenBytes >= groupBytes;
  }

  /** A path that no file has had. */
  nextPath(): string {
    this.#number += 1;
    return join(this.#settings.directory, segmentName(this.#settings.owner, this.#number));
  }

  /** The event is to be written. `text`: as JSON. */
  add(held: HeldEvent, text: string): void {
    const line = addedRecord(text);
    this.#unwritten.set(held, line);
    this.#unwrittenBytes += line.length;
  }

  /** The event need not be kept any more. */
  release(held: HeldEvent): void {
    this.#discard(held);
    this.#homes.get(held)?.settle(held);
    this.#homes.delete(held);
  }

  /** Throws where not all could be written. */
  write(): void {
    try {
      this.#writeSettled();
      this.#writeAdded();
      for (const path of this.#retired.keys()) this.#retired.set(path, true);
    } catch (error) {
      // What is torn at its end must stay there.
      this.#active = undefined;
      throw error;
    }
  }

  /** This file is not needed once all is written that is here by now. */
  retire(path: string): void {
    this.#retired.set(path, false);
  }

  /** Removes the files that are not needed: these, or all. */
  removeRetired(paths: readonly string[] = [...this.#retired.keys()]): void {
    for (const path of paths) if (removeFile(path)) this.#retired.delete(path);
  }

  /** Has the segments that know such customers written anew, without what has to go; not before the next write. */
  erase(erasure: Erasure): void {
    const ofCustomer = (customerId: string): boolean => erasure.customer(customerId);
    for (const held of [...this.#unwritten.keys()]) if (erasure.event(held.event)) this.#discard(held);
    for (const segment of [...this.#segments]) if (segment.knows(ofCustomer)) this.#relocate(segment, erasure);
  }

  /** Shows the other processes that this one is here, and notices where they did not believe it. */
  touch(now: number): void {
    for (const path of [...this.#retired.keys()]) if (!touchFile(path, now)) this.#retired.delete(path);
    for (const segment of [...this.#segments]) if (!touchFile(segment.path, now)) this.#lose(segment);
  }

  /** Resolves once what was written survives a loss of power. Rejects where that can't be told: it is written anew. */
  async sync(): Promise<void> {
    const isAny = this.#unsynced.size > 0;
    // What these held was written before now, and so is among what is synced.
    const replaced = [...this.#retired].flatMap(([path, isWritten]) => (isWritten ? [path] : []));
    for (const segment of [...this.#unsynced]) {
      // Before, since it may be written again meanwhile.
      this.#unsynced.delete(segment);
      await segment.sync().catch((error: unknown) => {
        // After that, what the system holds in place of the file is anybody's guess.
        if (this.#segments.has(segment)) this.#relocate(segment);
        throw error;
      });
    }
    if (isAny) await syncFolder(this.#settings.directory);
    this.removeRetired(replaced);
  }

  /** Leaves the files to whoever opens the folder next. */
  abandon(): void {
    for (const path of [...this.#retired.keys(), ...[...this.#segments].map((segment) => segment.path)]) {
      // One that can't be renamed is found when this process has ended.
      renameFile(path, join(dirname(path), abandonedName(basename(path))));
    }
  }

  #discard(held: HeldEvent): void {
    this.#unwrittenBytes -= this.#unwritten.get(held)?.length ?? 0;
    this.#unwritten.delete(held);
  }

  #writeSettled(): void {
    for (const segment of [...this.#segments]) {
      // To lose one may end others: somebody is to be forgotten.
      if (!this.#segments.has(segment)) continue;
      const isUsed = segment === this.#active && this.#unwritten.size > 0;
      if (segment.pending.size === 0 && !isUsed) this.#remove(segment);
      else if (segment !== this.#active && segment.isSparse) this.#relocate(segment);
      else {
        const appended = segment.writeSettled();
        if (appended.kind === 'taken') this.#lose(segment);
        else if (appended.kind === 'failed') throw appended.error;
      }
    }
  }

  #writeAdded(): void {
    let taken = 0;
    while (this.#unwritten.size > 0) {
      const segment = this.#openSegment();
      const group = this.#nextGroup();
      const appended = segment.append(group);
      this.#unsynced.add(segment);
      for (const [held] of group.filter(([one]) => segment.pending.has(one))) {
        this.#discard(held);
        this.#homes.set(held, segment);
      }
      if (appended.kind === 'failed') throw appended.error;
      if (appended.kind === 'written') continue;
      this.#lose(segment);
      taken += 1;
      if (taken === mostTaken) throw new Error('whatever is written is taken away');
    }
  }

  #nextGroup(): readonly Entry[] {
    const group: Entry[] = [];
    let length = 0;
    for (const entry of this.#unwritten) {
      if (length >= groupBytes) break;
      group.push(entry);
      length += entry[1].length;
    }
    return group;
  }

  #openSegment(): Segment {
    if (this.#active !== undefined && this.#active.size < this.#settings.segmentBytes) return this.#active;
    const segment = this.#createSegment();
    this.#segments.add(segment);
    this.#active = segment;
    return segment;
  }

  #createSegment(): Segment {
    const path = this.nextPath();
    try {
      return new Segment(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
      createFolder(this.#settings.directory);
      return new Segment(path);
    }
  }

  #letGo(segment: Segment): void {
    this.#segments.delete(segment);
    if (this.#active === segment) this.#active = undefined;
  }

  #remove(segment: Segment): void {
    this.#letGo(segment);
    this.#unsynced.delete(segment);
    if (!removeFile(segment.path)) this.#retired.set(segment.path, true);
  }

  /** What it holds is to be written again, elsewhere; what has to go stays in memory at most. */
  #relocate(segment: Segment, without?: Erasure): void {
    this.#letGo(segment);
    this.#retired.set(segment.path, false);
    for (const held of segment.pending) {
      this.#homes.delete(held);
      if (without?.event(held.event) !== true) this.add(held, JSON.stringify(held.event));
    }
  }

  /** Its file is gone: whoever has it will send what is in it, or has thrown it away. */
  #lose(segment: Segment): void {
    this.#relocate(segment);
    this.#retired.delete(segment.path);
    this.#onTaken();
  }
}
