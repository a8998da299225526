import type { CallSignal } from '../../../src/client/call-signal.js';
import { getEventListeners } from 'node:events';
import { withDeadline } from '../../../src/client/deadline.js';
import type { ApiOutcome, ApiRequest, CallLimits, Transport } from '../../../src/client/transport.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';

const request: ApiRequest = { method: 'POST', path: '/experiences/fetch', body: '{}' };
const timedOut: ApiOutcome = { kind: 'failed', reason: 'TIMEOUT' };
const aborted: ApiOutcome = { kind: 'failed', reason: 'ABORTED' };

/** A transport that answers when told to and ignores every abort, as a connection into a black hole does. */
function setUp() {
  const clock = createFakeClock({ monotonic: 1_000 });
  let answer: (outcome: ApiOutcome) => void = () => undefined;
  const underneath = createScriptedTransport(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const transport = withDeadline(underneath, clock);
  const send = (limits: CallLimits) => transport.send(request, limits);
  const callSignal = (): CallSignal | undefined => underneath.sent[0]?.limits.signal;
  return {
    clock,
    underneath,
    send,
    callSignal,
    answer: (outcome: ApiOutcome) => {
      answer(outcome);
    },
  };
}

/** Whether the promise has settled once everything due in this turn of the loop has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const turn = new Promise((resolve) => setImmediate(resolve, pending));
  return (await Promise.race([promise, turn])) !== pending;
}

describe('a call that is answered in time', () => {
  it('comes to what the transport says', async () => {
    const { send, answer } = setUp();
    const outcome = send({ deadline: 1_500 });
    answer(answered({ experiences: {} }));
    await expect(outcome).resolves.toEqual(answered({ experiences: {} }));
  });

  it('leaves neither timer nor listener', async () => {
    const { send, answer, clock } = setUp();
    const caller = new AbortController();
    const outcome = send({ deadline: 1_500, signal: caller.signal });
    answer(answered({}));
    await outcome;
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  it('is not aborted afterwards', async () => {
    const { send, answer, clock, callSignal } = setUp();
    const caller = new AbortController();
    const outcome = send({ deadline: 1_500, signal: caller.signal });
    answer(answered({}));
    await outcome;
    clock.advance(10_000);
    caller.abort();
    expect(callSignal()?.aborted).toBe(false);
  });

  it('passes request and deadline on', () => {
    const { send, underneath } = setUp();
    void send({ deadline: 1_500 });
    expect(underneath.sent).toMatchObject([{ request, limits: { deadline: 1_500 } }]);
  });
});

describe('a call whose transport ignores the abort', () => {
  it('is under way until its deadline', async () => {
    const { send, clock } = setUp();
    const outcome = send({ deadline: 1_500 });
    clock.advance(499);
    await expect(isSettled(outcome)).resolves.toBe(false);
  });

  it('ends at its deadline all the same', async () => {
    const { send, clock } = setUp();
    const outcome = send({ deadline: 1_500 });
    clock.advance(500);
    await expect(outcome).resolves.toEqual(timedOut);
  });

  it('is told to stop at its deadline, so that its socket is freed', () => {
    const { send, clock, callSignal } = setUp();
    void send({ deadline: 1_500 });
    clock.advance(499);
    expect(callSignal()?.aborted).toBe(false);
    clock.advance(1);
    expect(callSignal()?.aborted).toBe(true);
  });

  it('ends at once when the caller aborts', async () => {
    const { send, callSignal } = setUp();
    const caller = new AbortController();
    const outcome = send({ deadline: 1_500, signal: caller.signal });
    caller.abort();
    await expect(outcome).resolves.toEqual(aborted);
    expect(callSignal()?.aborted).toBe(true);
  });

  it.each([
    ['the deadline', (clock: { advance(ms: number): void }) => clock.advance.bind(clock, 500)],
    ['the caller', (_: unknown, caller: AbortController) => caller.abort.bind(caller)],
  ])('leaves neither timer nor listener when ended by %s', async (_, ending) => {
    const { send, clock } = setUp();
    const caller = new AbortController();
    const outcome = send({ deadline: 1_500, signal: caller.signal });
    ending(clock, caller)();
    await outcome;
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  it('does not change its end when an answer comes late', async () => {
    const { send, clock, answer } = setUp();
    const outcome = send({ deadline: 1_500 });
    clock.advance(500);
    answer(answered({}));
    await expect(outcome).resolves.toEqual(timedOut);
  });

  it('ends as what came first, where deadline and abort both come', async () => {
    const { send, clock } = setUp();
    const caller = new AbortController();
    const outcome = send({ deadline: 1_500, signal: caller.signal });
    clock.advance(500);
    caller.abort();
    await expect(outcome).resolves.toEqual(timedOut);
  });
});

describe('a call that can not begin', () => {
  it.each([1_000, 999, 0, -Infinity])(
    'for its deadline at %d, when it is 1000, times out unsent, by our own fault',
    async (deadline) => {
      const { send, underneath, clock } = setUp();
      await expect(send({ deadline })).resolves.toEqual({ ...timedOut, detail: 'stalled' });
      expect([underneath.sent.length, clock.pendingTimers]).toEqual([0, 0]);
    },
  );

  it('for a signal that has aborted before ends as aborted, unsent', async () => {
    const { send, underneath, clock } = setUp();
    const signal = AbortSignal.abort();
    await expect(send({ deadline: 1_500, signal })).resolves.toEqual(aborted);
    expect([underneath.sent.length, clock.pendingTimers]).toEqual([0, 0]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

it('a jump of the wall clock moves no deadline', async () => {
  const { send, clock } = setUp();
  const outcome = send({ deadline: 1_500 });
  clock.setNow(clock.now() + 86_400_000);
  clock.advance(499);
  await expect(isSettled(outcome)).resolves.toBe(false);
});

it('close closes the transport underneath', async () => {
  const close = jest.fn(() => Promise.resolve());
  const underneath: Transport = { send: () => Promise.resolve(timedOut), close };
  await withDeadline(underneath, createFakeClock()).close();
  expect(close).toHaveBeenCalledTimes(1);
});
