import type { TrackedEvent } from '../tracked-event.js';

/** An event that a queue holds. */
export interface HeldEvent {
  readonly event: TrackedEvent;
  /** Of its JSON text. */
  readonly bytes: number;
  /** The lower, the sooner it goes out. No two are equal. */
  readonly place: number;
  /** From then on it is too old to be sent; on the monotonic scale. */
  readonly expiresAt: number;
}

interface Link {
  readonly held: HeldEvent;
  before: Link | undefined;
  after: Link | undefined;
}

/** Events in the order of their places. To append and to remove takes the same short time, however many there are. */
export interface EventChain {
  readonly first: HeldEvent | undefined;
  readonly size: number;
  readonly bytes: number;
  append(held: HeldEvent): void;
  /** Puts it where its place is, which is looked for from the front. */
  insert(held: HeldEvent): void;
  remove(held: HeldEvent): void;
  values(): IterableIterator<HeldEvent>;
}

export function createEventChain(): EventChain {
  const links = new Map<HeldEvent, Link>();
  let first: Link | undefined;
  let last: Link | undefined;
  let bytes = 0;

  const join = (before: Link | undefined, held: HeldEvent, after: Link | undefined): void => {
    const link: Link = { held, before, after };
    if (before === undefined) first = link;
    else before.after = link;
    if (after === undefined) last = link;
    else after.before = link;
    links.set(held, link);
    bytes += held.bytes;
  };

  return {
    get first() {
      return first?.held;
    },
    get size() {
      return links.size;
    },
    get bytes() {
      return bytes;
    },
    append(held) {
      join(last, held, undefined);
    },
    insert(held) {
      let after = first;
      while (after !== undefined && after.held.place < held.place) after = after.after;
      join(after === undefined ? last : after.before, held, after);
    },
    remove(held) {
      const link = links.get(held);
      if (link === undefined) return;
      const { before, after } = link;
      if (before === undefined) first = after;
      else before.after = after;
      if (after === undefined) last = before;
      else after.before = before;
      links.delete(held);
      bytes -= held.bytes;
    },
    *values() {
      for (let link = first; link !== undefined; link = link.after) yield link.held;
    },
  };
}
