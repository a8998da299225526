import type { Clock } from '../core/clock.js';

/** How an application's callback ended. */
export type CallbackOutcome =
  { readonly kind: 'returned'; readonly value: unknown } | { readonly kind: 'threw' } | { readonly kind: 'late' };

const threw: CallbackOutcome = Object.freeze({ kind: 'threw' });
const late: CallbackOutcome = Object.freeze({ kind: 'late' });
const returned = (value: unknown): CallbackOutcome => ({ kind: 'returned', value });

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  return typeof Reflect.get(value, 'then') === 'function';
}

/** By a promise of our own: an application's may do anything when it is chained. */
const settle = (promise: PromiseLike<unknown>): Promise<CallbackOutcome> =>
  new Promise((resolve, reject) => {
    promise.then(resolve, reject);
  }).then(returned, () => threw);

/** Runs a callback that must answer at once. A promise counts as a throw, and its rejection is nobody's to handle. */
export function callNow(callback: () => unknown): CallbackOutcome {
  try {
    const value = callback();
    if (!isThenable(value)) return returned(value);
    void settle(value);
    return threw;
  } catch {
    return threw;
  }
}

/** Runs a callback and waits for its promise, if it gives one, until the deadline. Never rejects. */
export function callWithin(
  callback: () => unknown,
  clock: Clock,
  deadline: number,
): CallbackOutcome | Promise<CallbackOutcome> {
  try {
    const value = callback();
    return isThenable(value) ? raceDeadline(settle(value), clock, deadline) : returned(value);
  } catch {
    return threw;
  }
}

async function raceDeadline(
  outcome: Promise<CallbackOutcome>,
  clock: Clock,
  deadline: number,
): Promise<CallbackOutcome> {
  let cancelTimer = (): void => undefined;
  const timer = new Promise<CallbackOutcome>((resolve) => {
    cancelTimer = clock.after(Math.max(0, deadline - clock.monotonic()), () => {
      resolve(late);
    });
  });
  try {
    return await Promise.race([outcome, timer]);
  } finally {
    cancelTimer();
  }
}
