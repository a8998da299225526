import type { HeldEvent } from './event-chain.js';
import type { TrackedEvent } from '../tracked-event.js';

/** A lease that has ended. */
export interface EndedLease {
  readonly held: HeldEvent;
  /** Its customer was forgotten while it was out. */
  readonly wasForgotten: boolean;
}

/** The events that are handed out. */
export interface Leases {
  readonly size: number;
  readonly bytes: number;
  add(held: HeldEvent): void;
  /** Ends the leases of these events, and gives them with the last in line first. Ignores events that are not out. */
  end(events: readonly TrackedEvent[]): readonly EndedLease[];
  /** Gives those that match. */
  forget(matches: (event: TrackedEvent) => boolean): readonly HeldEvent[];
  values(): readonly HeldEvent[];
}

export function createLeases(): Leases {
  // One event may have been tracked twice: then it is out twice, under one UUID.
  const byUuid = new Map<string, HeldEvent[]>();
  const forgotten = new Set<HeldEvent>();
  let size = 0;
  let bytes = 0;

  const end = (uuid: string): HeldEvent | undefined => {
    const alike = byUuid.get(uuid);
    const held = alike?.pop();
    if (held === undefined) return undefined;
    if (alike?.length === 0) byUuid.delete(uuid);
    size -= 1;
    bytes -= held.bytes;
    return held;
  };

  return {
    get size() {
      return size;
    },
    get bytes() {
      return bytes;
    },
    add(held) {
      const { uuid } = held.event;
      const alike = byUuid.get(uuid);
      if (alike === undefined) byUuid.set(uuid, [held]);
      else alike.push(held);
      size += 1;
      bytes += held.bytes;
    },
    end(events) {
      const ended = events.flatMap(({ uuid }) => end(uuid) ?? []).sort((one, other) => other.place - one.place);
      return ended.map((held) => ({ held, wasForgotten: forgotten.delete(held) }));
    },
    forget(matches) {
      const meant = [...byUuid.values()].flat().filter(({ event }) => matches(event));
      for (const held of meant) forgotten.add(held);
      return meant;
    },
    values: () => [...byUuid.values()].flat(),
  };
}
