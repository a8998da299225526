import { getEventListeners } from 'node:events';
import { settledBy, watchDeadline, withDeadline } from '../../../src/client/deadline.js';
import { deadlinePassed, outcomeOfAbort, processStalled } from '../../../src/client/transport.js';
import type { ApiOutcome } from '../../../src/client/transport.js';
import type { Clock } from '../../../src/core/clock.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { fetchRequest } from '../../support/transports.js';

const timedOut: ApiOutcome = { kind: 'failed', reason: 'TIMEOUT' };
const stalled: ApiOutcome = { ...timedOut, detail: 'stalled' };

/** A call under way with 500 ms left, in a loop whose turns are the test's to make. */
function setUp() {
  const fake = createFakeClock({ monotonic: 1_000 });
  const turns: (() => void)[] = [];
  const clock: Clock = { ...fake, nextTurn: (callback) => turns.push(callback) };
  let answer: (outcome: ApiOutcome) => void = () => undefined;
  const underneath = createScriptedTransport(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const caller = new AbortController();
  const outcome = withDeadline(underneath, clock).send(fetchRequest, { deadline: 1_500, signal: caller.signal });
  return {
    clock: fake,
    caller,
    outcome,
    callSignal: () => underneath.sent[0]?.limits.signal,
    answer: (given: ApiOutcome) => {
      answer(given);
    },
    turnLoop: () => {
      for (const callback of turns.splice(0)) callback();
    },
    turns,
  };
}

describe('a call whose timer comes late, since this process was busy,', () => {
  it('comes to the answer that is waiting', async () => {
    const { clock, outcome, answer, turnLoop } = setUp();
    clock.stall(800);
    answer(answered({}));
    await Promise.resolve();
    turnLoop();
    await expect(outcome).resolves.toEqual(answered({}));
  });

  it('is not aborted before the loop has turned', () => {
    const { clock, callSignal, turnLoop } = setUp();
    clock.stall(800);
    expect(callSignal()?.aborted).toBe(false);
    turnLoop();
    expect(callSignal()?.aborted).toBe(true);
  });

  it('times out as stalled where no answer is waiting', async () => {
    const { clock, outcome, turnLoop } = setUp();
    clock.stall(800);
    turnLoop();
    await expect(outcome).resolves.toEqual(stalled);
  });

  it('waits for one turn and not for another', () => {
    const { clock, turnLoop, turns } = setUp();
    clock.stall(800);
    turnLoop();
    expect([turns.length, clock.pendingTimers]).toEqual([0, 0]);
  });

  it('still ends at once when the caller leaves', async () => {
    const { clock, outcome, caller } = setUp();
    clock.stall(800);
    caller.abort();
    await expect(outcome).resolves.toEqual({ kind: 'failed', reason: 'ABORTED' });
  });
});

describe('a timer', () => {
  it.each([500, 501, 520])('that comes after %d of 500 ms is on time: the API did not answer', async (elapsedMs) => {
    const { clock, outcome, turns } = setUp();
    clock.stall(elapsedMs);
    expect(turns).toEqual([]);
    await expect(outcome).resolves.toEqual(timedOut);
  });

  it.each([521, 800, 60_000])('that comes after %d of 500 ms is late', async (elapsedMs) => {
    const { clock, outcome, turnLoop } = setUp();
    clock.stall(elapsedMs);
    turnLoop();
    await expect(outcome).resolves.toEqual(stalled);
  });
});

it('a stall that ends before the deadline is none', async () => {
  const { clock, outcome } = setUp();
  clock.stall(499);
  clock.advance(1);
  await expect(outcome).resolves.toEqual(timedOut);
});

/** A watch over 500 ms, and the reasons by which it has ended. */
function setUpWatch() {
  const clock = createFakeClock({ monotonic: 1_000 });
  const caller = new AbortController();
  const reasons: unknown[] = [];
  const stop = watchDeadline({ deadline: 1_500, signal: caller.signal }, clock, (reason) => reasons.push(reason));
  return { clock, caller, reasons, stop };
}

describe('a watch over a deadline', () => {
  it.each([
    ['the deadline', 500, deadlinePassed],
    ['a stall', 800, processStalled],
  ])('ends by %s with its own reason, once', (_, elapsedMs, reason) => {
    const { clock, caller, reasons } = setUpWatch();
    clock.stall(elapsedMs);
    caller.abort('gone');
    expect(reasons).toEqual([reason]);
  });

  it("ends with the caller's reason, once", () => {
    const { clock, caller, reasons } = setUpWatch();
    caller.abort('gone');
    clock.stall(800);
    expect(reasons).toEqual(['gone']);
  });

  it.each(['stopped', 'ended by its caller'])('that was %s leaves neither timer nor listener', (how) => {
    const { clock, caller, reasons, stop } = setUpWatch();
    if (how === 'stopped') stop();
    else caller.abort();
    const before = reasons.length;
    clock.advance(500);
    caller.abort();
    expect([reasons.length - before, clock.pendingTimers]).toEqual([0, 0]);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
  });

  it('that was stopped while the loop turns does not end any more', () => {
    const { clock, caller, turnLoop, callSignal, answer, outcome } = setUp();
    clock.stall(800);
    answer(answered({}));
    return outcome.then(() => {
      turnLoop();
      caller.abort();
      expect(callSignal()?.aborted).toBe(false);
    });
  });
});

describe('what is settled by a deadline', () => {
  it('is what the promise comes to in time, and no timer is left', async () => {
    const clock = createFakeClock({ monotonic: 1_000 });
    await expect(settledBy(Promise.resolve('value'), 1_500, clock)).resolves.toBe('value');
    expect(clock.pendingTimers).toBe(0);
  });

  it('is nothing once the deadline has passed', async () => {
    const clock = createFakeClock({ monotonic: 1_000 });
    const settled = settledBy(new Promise(() => undefined), 1_500, clock);
    clock.advance(500);
    await expect(settled).resolves.toBeUndefined();
  });
});

describe('a call whose signal was aborted', () => {
  it.each<[string, unknown, ApiOutcome]>([
    ['at the deadline timed out', deadlinePassed, timedOut],
    ['after a stall timed out as stalled', processStalled, stalled],
    ['for any other reason was given up', 'gone', { kind: 'failed', reason: 'ABORTED' }],
    ['for no reason was given up', undefined, { kind: 'failed', reason: 'ABORTED' }],
  ])('%s', (_, reason, outcome) => {
    expect(outcomeOfAbort(AbortSignal.abort(reason).reason)).toEqual(outcome);
  });

  it('at the deadline of whoever waited timed out before it was sent', async () => {
    const underneath = createScriptedTransport(() => answered({}));
    const outcome = withDeadline(underneath, createFakeClock({ monotonic: 1_000 })).send(fetchRequest, {
      deadline: 1_500,
      signal: AbortSignal.abort(deadlinePassed),
    });
    await expect(outcome).resolves.toEqual(timedOut);
    expect(underneath.sent).toEqual([]);
  });
});
