/** All time in the package goes through this port, so that tests can drive it. Units are milliseconds. */
export interface Clock {
  /** Wall clock, since the epoch. For what day and hour it is; never to measure how long something took. */
  now(): number;
  /** Never jumps. Deadlines are absolute on this scale, which is that of `performance.now()`. */
  monotonic(): number;
  /** Calls back once after `delayMs`; the returned function cancels. Must not keep the process alive. */
  after(delayMs: number, callback: () => void): () => void;
  /** Calls back once what has arrived from the network meanwhile was dealt with. */
  nextTurn(callback: () => void): void;
}

/** Some 25 days. Node takes a longer delay for one millisecond. */
const longestDelayMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, callback) {
    // What is overdue is due at once; of a negative delay the process is warned, as of Node 24.
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), longestDelayMs));
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
  nextTurn(callback) {
    setImmediate(callback);
  },
};
