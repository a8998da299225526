import { getEventListeners } from 'node:events';
import { hello, setUp } from './fixtures/coalesced-questions.js';
import { fetched, turn } from './fixtures/outcomes.js';

describe('a visitor who leaves', () => {
  it('is told at once, and hurts no other', async () => {
    const { ask, call } = setUp();
    const leaver = new AbortController();
    const [left, stayed] = [ask({ signal: leaver.signal }), ask({ signal: new AbortController().signal })];
    leaver.abort();
    await turn();
    expect([left.heard(), stayed.heard(), call(0).limits.signal?.aborted]).toEqual([
      { hero: 'ABORTED' },
      'waiting',
      false,
    ]);
    call(0).answer(hello);
    await turn();
    expect(stayed.heard()).toEqual({ hero: 'network: Hello' });
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('and is the last to leave (after %d, %d) ends the call', (first, last) => {
    const { ask, call } = setUp();
    const leavers = [new AbortController(), new AbortController()];
    for (const { signal } of leavers) ask({ signal });
    leavers[first]?.abort();
    expect(call(0).limits.signal?.aborted).toBe(false);
    leavers[last]?.abort();
    expect(call(0).limits.signal?.aborted).toBe(true);
  });

  it('after another waited in vain ends the call', () => {
    const { ask, call, clock } = setUp();
    const leaver = new AbortController();
    ask({ timeoutMs: 100 });
    ask({ timeoutMs: 200, signal: leaver.signal });
    clock.advance(150);
    leaver.abort();
    expect(call(0).limits.signal?.aborted).toBe(true);
  });

  it('and had left before asking asks nothing', async () => {
    const { ask, calls } = setUp();
    const asked = ask({ signal: AbortSignal.abort() });
    await turn();
    expect([calls.length, asked.heard()]).toEqual([0, { hero: 'ABORTED' }]);
  });

  it('leaves the place free for a new call, though the old one never ends', async () => {
    const { ask, call, calls } = setUp();
    const leaver = new AbortController();
    ask({ signal: leaver.signal });
    leaver.abort();
    const asked = ask();
    expect(calls.length).toBe(2);
    call(1).answer(hello);
    await turn();
    expect(asked.heard()).toEqual({ hero: 'network: Hello' });
  });

  it('does not take the place of a call that has replaced its own', () => {
    const { ask, calls } = setUp();
    const leaver = new AbortController();
    ask({ timeoutMs: 100, signal: leaver.signal });
    ask({ timeoutMs: 2_000 });
    leaver.abort();
    ask();
    expect(calls.length).toBe(2);
  });
});

describe('a call', () => {
  it('may take 150 ms longer than its page, and is not ended before', () => {
    const { ask, call, clock } = setUp();
    ask({ signal: new AbortController().signal });
    expect(call(0).limits.deadline).toBe(1_650);
    clock.advance(649);
    expect(call(0).limits.signal?.aborted).toBe(false);
  });

  it('does not hear of the signal of any one visitor', () => {
    const { ask, call } = setUp();
    const { signal } = new AbortController();
    ask({ signal });
    expect(call(0).limits.signal).not.toBe(signal);
  });

  it('whose page has given up is not joined by a page that has longer', async () => {
    const { ask, call, calls, clock } = setUp();
    ask();
    clock.advance(500);
    const next = ask();
    expect(calls.length).toBe(2);
    call(0).answer({ kind: 'failed', keys: ['hero'], failure: { reason: 'TIMEOUT', status: undefined } });
    await turn();
    expect(next.heard()).toBe('waiting');
  });

  it.each([
    ['an answer', hello],
    ['nothing', fetched(['hero'], {})],
    ['a failure', { kind: 'failed', keys: ['hero'], failure: { reason: 'HTTP_ERROR', status: 500 } } as const],
  ])('that came to %s is forgotten', async (_, outcome) => {
    const { ask, call, calls } = setUp();
    ask();
    call(0).answer(outcome);
    await turn();
    const later = ask();
    await turn();
    expect([calls.length, later.heard()]).toEqual([2, 'waiting']);
  });

  it('that came late, when nobody waited any more, is forgotten', async () => {
    const { ask, call, calls, clock } = setUp();
    ask();
    clock.advance(600);
    call(0).answer(hello);
    await turn();
    ask({ timeoutMs: 10 });
    expect(calls.length).toBe(2);
  });

  it('leaves no timer and no listener behind once it has ended', async () => {
    const { ask, call, clock } = setUp();
    const { signal } = new AbortController();
    for (let waiter = 0; waiter < 3; waiter += 1) ask({ signal });
    expect([clock.pendingTimers, getEventListeners(signal, 'abort').length]).toEqual([3, 3]);
    call(0).answer(hello);
    await turn();
    expect([clock.pendingTimers, getEventListeners(signal, 'abort').length]).toEqual([0, 0]);
  });

  it.each<[string, (leaver: AbortController, advance: (ms: number) => void) => void]>([
    [
      'the visitor has left',
      (leaver) => {
        leaver.abort();
      },
    ],
    [
      'time is up',
      (_, advance) => {
        advance(500);
      },
    ],
  ])('leaves no timer and no listener behind once %s, though it never ends', (_, end) => {
    const { ask, clock } = setUp();
    const leaver = new AbortController();
    ask({ signal: leaver.signal });
    end(leaver, (ms) => {
      clock.advance(ms);
    });
    expect([clock.pendingTimers, getEventListeners(leaver.signal, 'abort').length]).toEqual([0, 0]);
  });
});
