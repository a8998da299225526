import type { Clock } from '../../src/core/clock.js';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

export interface FakeClock extends Clock {
  /** Moves both scales on and runs what falls due, in order, each at its own time. */
  advance(ms: number): void;
  /** Moves both scales on while nothing can run, as in a busy process; what fell due meanwhile runs late. */
  stall(ms: number): void;
  /** Sets the wall clock alone, as an operator or NTP does. */
  setNow(now: number): void;
  /** Timers that were neither run nor cancelled. */
  readonly pendingTimers: number;
}

/** A clock that stands still until it is told to move. */
export function createFakeClock(start: { readonly now?: number; readonly monotonic?: number } = {}): FakeClock {
  const timers = new Set<Timer>();
  const { now = 1_700_000_000_000, monotonic = 1_000 } = start;
  let offset = now - monotonic;
  let time = monotonic;
  // No timer is due before it. A clock is moved on far more often than something falls due.
  let soonest = Infinity;

  const nextDue = (until: number): Timer | undefined => {
    if (soonest > until) return undefined;
    let first: Timer | undefined;
    for (const timer of timers) if (first === undefined || timer.due < first.due) first = timer;
    soonest = first?.due ?? Infinity;
    return soonest <= until ? first : undefined;
  };

  return {
    now: () => time + offset,
    monotonic: () => time,
    after(delayMs, callback) {
      const timer: Timer = { due: time + Math.max(0, delayMs), callback };
      timers.add(timer);
      soonest = Math.min(soonest, timer.due);
      return () => {
        timers.delete(timer);
      };
    },
    nextTurn(callback) {
      callback();
    },
    advance(ms) {
      const until = time + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        timers.delete(timer);
        time = Math.max(time, timer.due);
        timer.callback();
      }
      time = until;
    },
    stall(ms) {
      time += ms;
      this.advance(0);
    },
    setNow(wanted) {
      offset = wanted - time;
    },
    get pendingTimers() {
      return timers.size;
    },
  };
}
