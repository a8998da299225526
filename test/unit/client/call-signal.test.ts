import { Cancellation, toAbortSignal } from '../../../src/client/call-signal.js';
import type { CallSignal } from '../../../src/client/call-signal.js';

function listenTo(signal: CallSignal): string[] {
  const heard: string[] = [];
  signal.addEventListener('abort', () => heard.push(String(signal.reason)));
  return heard;
}

describe('a Cancellation', () => {
  it('tells each listener once, with the first reason', () => {
    const cancellation = new Cancellation();
    const [one, other] = [listenTo(cancellation), listenTo(cancellation)];
    expect(cancellation.aborted).toBe(false);
    cancellation.abort('first');
    cancellation.abort('second');
    expect([one, other]).toEqual([['first'], ['first']]);
    expect(cancellation).toMatchObject({ aborted: true, reason: 'first' });
  });

  it('does not tell those who no longer listen, or come too late', () => {
    const cancellation = new Cancellation();
    const listener = jest.fn();
    cancellation.addEventListener('abort', listener);
    cancellation.removeEventListener('abort', listener);
    cancellation.abort();
    cancellation.addEventListener('abort', listener);
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('toAbortSignal', () => {
  it('gives back what is one', () => {
    const { signal } = new AbortController();
    expect(toAbortSignal(signal)).toBe(signal);
  });

  it.each(['before', 'later'])('aborts with a Cancellation that was aborted %s', (when) => {
    const cancellation = new Cancellation();
    if (when === 'before') cancellation.abort('gone');
    const signal = toAbortSignal(cancellation);
    expect(signal.aborted).toBe(when === 'before');
    cancellation.abort('gone');
    expect(signal).toMatchObject({ aborted: true, reason: 'gone' });
  });
});
