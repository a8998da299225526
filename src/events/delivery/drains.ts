import type { Clock } from '../../core/clock.js';

/** Somebody who waits until what was in the store at some time has gone out. */
interface Drain {
  /** So many events have to have been taken, since the beginning. */
  target: number;
  readonly deadline: number;
  readonly end: () => void;
}

/** How things stand when nothing is just being taken from the store. */
export interface Standing {
  /** Events that are in the store and can be taken. */
  readonly waiting: number;
  /** Of the lots on their way: how many events had been taken before each. */
  readonly lots: readonly number[];
  /** When the next attempt may be made. */
  readonly resumesAt: number;
}

/**
 * Those who wait for the store to be emptied of what it held when they came. It hands out the oldest first, so that
 * counting what was taken tells how far it has come, and nobody waits for what came later.
 */
export interface Drains {
  /** Events taken since the beginning. */
  readonly taken: number;
  begin(waiting: number, deadline: number): Promise<void>;
  took(count: number): void;
  /** So many events of the lot that began there went back to the front of the line. */
  returned(begin: number, count: number): void;
  /** Ends those that have what they wait for, and those that can't get it in their time. */
  review(standing: Standing): void;
  endAll(): void;
}

function isOver({ target, deadline }: Drain, taken: number, { waiting, lots, resumesAt }: Standing): boolean {
  if (lots.length === 0 && (waiting <= 0 || resumesAt > deadline)) return true;
  return taken >= target && lots.every((begin) => begin >= target);
}

export function createDrains(clock: Clock): Drains {
  const drains = new Set<Drain>();
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    begin: (waiting, deadline) =>
      new Promise((resolve) => {
        const end = (): void => {
          cancelTimer();
          drains.delete(drain);
          resolve();
        };
        const cancelTimer = clock.after(deadline - clock.monotonic(), end);
        const drain: Drain = { target: taken + waiting, deadline, end };
        drains.add(drain);
      }),
    took(count) {
      taken += count;
    },
    returned(begin, count) {
      if (count === 0) return;
      for (const drain of drains) {
        if (begin < drain.target) drain.target = Math.max(drain.target, taken) + count;
      }
    },
    review(standing) {
      for (const drain of [...drains]) if (isOver(drain, taken, standing)) drain.end();
    },
    endAll() {
      for (const drain of [...drains]) drain.end();
    },
  };
}
