import { callNow, callWithin } from '../../../src/context/callback.js';
import { createManualClock } from './fixtures/ports.js';

const fail = () => {
  throw new Error('broken');
};
const rejectLater = () => Promise.reject(new Error('broken'));
const never = () => new Promise<never>(() => undefined);

describe('callNow', () => {
  it.each([undefined, null, 0, 'text', {}, { then: 1 }])('takes %p as it is', (value) => {
    expect(callNow(() => value)).toEqual({ kind: 'returned', value });
  });

  it.each([
    ['a throw', fail],
    ['a promise', () => Promise.resolve('late')],
    ['a promise that rejects', rejectLater],
    ['a value whose then throws when it is looked at', () => Object.defineProperty({}, 'then', { get: fail })],
  ])('takes %s as a throw, and nothing stays unhandled', async (_, callback) => {
    expect(callNow(callback)).toEqual({ kind: 'threw' });
    await Promise.resolve();
  });
});

describe('callWithin', () => {
  it('answers at once, without a promise or a timer, where the callback does', () => {
    const clock = createManualClock();
    expect(callWithin(() => 'now', clock, 100)).toEqual({ kind: 'returned', value: 'now' });
    expect(callWithin(fail, clock, 100)).toEqual({ kind: 'threw' });
    expect(clock.timersSet()).toBe(0);
  });

  it.each([
    ['resolves', () => Promise.resolve('soon'), { kind: 'returned', value: 'soon' }],
    ['rejects', rejectLater, { kind: 'threw' }],
    [
      'is not native',
      () => ({
        then: (resolve: (value: string) => void) => {
          resolve('soon');
        },
      }),
      { kind: 'returned', value: 'soon' },
    ],
    ['is not native and throws', () => ({ then: fail }), { kind: 'threw' }],
  ])('waits for a promise that %s, and leaves no timer', async (_, callback, outcome) => {
    const clock = createManualClock();
    expect(await callWithin(callback, clock, 100)).toEqual(outcome);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('waits no longer than the deadline', async () => {
    const clock = createManualClock();
    clock.advance(1_000);
    let outcome: unknown;
    const waiting = Promise.resolve(callWithin(never, clock, 1_100)).then((value) => {
      outcome = value;
    });
    clock.advance(99);
    await Promise.resolve();
    expect(outcome).toBeUndefined();
    clock.advance(1);
    await waiting;
    expect(outcome).toEqual({ kind: 'late' });
    expect(clock.pendingTimers()).toBe(0);
  });

  it('still takes an answer that is there when the deadline has passed', async () => {
    const clock = createManualClock();
    clock.advance(500);
    expect(await callWithin(() => Promise.resolve('there'), clock, 100)).toEqual({ kind: 'returned', value: 'there' });
  });

  it('ignores a promise that rejects after the deadline', async () => {
    const clock = createManualClock();
    let reject: (reason: Error) => void = () => undefined;
    const outcome = callWithin(
      () =>
        new Promise((_, refuse) => {
          reject = refuse;
        }),
      clock,
      100,
    );
    clock.advance(100);
    expect(await outcome).toEqual({ kind: 'late' });
    reject(new Error('too late'));
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  });
});
