import { hello, setUp } from './fixtures/coalesced-questions.js';
import type { Question } from './fixtures/coalesced-questions.js';
import { turn } from './fixtures/outcomes.js';

describe('equal questions at once', () => {
  it('are one call, fifty though they are, and each is answered', async () => {
    const { ask, calls, call, counters } = setUp();
    const asked = Array.from({ length: 50 }, () => ask());
    call(0).answer(hello);
    await turn();
    expect(calls.length).toBe(1);
    expect(counters.coalesced).toBe(49);
    expect(asked.map(({ heard }) => heard())).toEqual(asked.map(() => ({ hero: 'network: Hello' })));
  });

  it('are equal with their keys in any order', () => {
    const { ask, calls } = setUp();
    ask({ keys: ['a', 'b', 'c'] });
    ask({ keys: ['c', 'a', 'b'] });
    expect(calls.map(({ keys }) => keys)).toEqual([['a', 'b', 'c']]);
  });

  it('leave the keys of the caller in their order', () => {
    const { ask } = setUp();
    const keys = ['c', 'a', 'b'];
    ask({ keys });
    expect(keys).toEqual(['c', 'a', 'b']);
  });

  it('are equal where they are for everything', () => {
    const { ask, calls } = setUp();
    ask({ keys: 'all' });
    ask({ keys: 'all' });
    expect(calls.length).toBe(1);
  });

  it.each<[string, Question, Question]>([
    ['visitors', { who: 'somebody' }, { who: 'somebody else' }],
    ['keys', { keys: ['a'] }, { keys: ['b'] }],
    ['numbers of keys', { keys: ['a'] }, { keys: ['a', 'b'] }],
    ['keys, which would read the same in a row', { keys: ['ab', 'c'] }, { keys: ['a', 'bc'] }],
    ['questions, one for everything', { keys: ['all'] }, { keys: 'all' }],
    ['questions, one for nothing', { keys: [] }, { keys: 'all' }],
  ])('are not equal where they are of different %s', async (_, one, other) => {
    const { ask, calls, call, counters } = setUp();
    const [first, second] = [ask(one), ask(other)];
    expect([calls.length, counters.coalesced]).toEqual([2, 0]);
    call(0).answer(hello);
    await turn();
    expect([first.heard(), second.heard()]).toEqual([{ hero: 'network: Hello' }, 'waiting']);
  });
});

describe('whoever waits', () => {
  it('leaves at its own deadline, and the others still get the answer', async () => {
    const { ask, call, clock } = setUp();
    const patient = ask({ timeoutMs: 500 });
    const hasty = ask({ timeoutMs: 100 });
    clock.advance(99);
    await turn();
    expect(hasty.heard()).toBe('waiting');
    clock.advance(1);
    await turn();
    expect([hasty.heard(), patient.heard()]).toEqual([{ hero: 'TIMEOUT' }, 'waiting']);
    call(0).answer(hello);
    await turn();
    expect(patient.heard()).toEqual({ hero: 'network: Hello' });
  });

  it('and was first may leave first', async () => {
    const { ask, call, calls, clock } = setUp();
    const hasty = ask({ timeoutMs: 100 });
    const patient = ask({ timeoutMs: 250 });
    clock.advance(240);
    call(0).answer(hello);
    await turn();
    expect([calls.length, hasty.heard(), patient.heard()]).toEqual([
      1,
      { hero: 'TIMEOUT' },
      { hero: 'network: Hello' },
    ]);
  });

  it('is told of the keys that it asked for itself', async () => {
    const { ask, clock } = setUp();
    const asked = ask({ keys: ['b', 'a'] });
    clock.advance(500);
    await expect(asked.answered).resolves.toMatchObject([{ kind: 'failed', keys: ['b', 'a'] }]);
  });

  it.each([
    [151, 2],
    [150, 1],
  ])('%d ms longer than the first makes calls: %d', (longer, expected) => {
    const { ask, calls } = setUp();
    ask({ timeoutMs: 100 });
    ask({ timeoutMs: 100 + longer });
    expect(calls.length).toBe(expected);
  });

  it('much longer than a call under way gets all of its time', async () => {
    const { ask, call, calls, clock } = setUp();
    ask({ timeoutMs: 100 });
    const patient = ask({ timeoutMs: 2_000 });
    expect(calls[1]?.limits.deadline).toBe(3_150);
    clock.advance(100);
    call(0).answer({ kind: 'failed', keys: ['hero'], failure: { reason: 'TIMEOUT', status: undefined } });
    await turn();
    expect(patient.heard()).toBe('waiting');
    call(1).answer(hello);
    await turn();
    expect(patient.heard()).toEqual({ hero: 'network: Hello' });
  });

  it('has later company in the call that lasts longest', async () => {
    const { ask, call, calls } = setUp();
    ask({ timeoutMs: 100 });
    ask({ timeoutMs: 2_000 });
    call(0).answer(hello);
    await turn();
    ask({ timeoutMs: 500 });
    expect(calls.length).toBe(2);
  });

  it.each([0, -1])('with %d ms left is not joined to anything', (timeoutMs) => {
    const { ask, calls, counters } = setUp();
    ask();
    ask({ timeoutMs });
    expect([calls.length, calls[1]?.limits.deadline, counters.coalesced]).toEqual([2, 1_000 + timeoutMs, 0]);
  });
});
