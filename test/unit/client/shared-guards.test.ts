import { createPauseGate } from '../../../src/client/pause.js';
import type { Quota } from '../../../src/client/quota.js';
import { createQuota } from '../../../src/client/quota.js';
import { withQuota } from '../../../src/client/with-limits.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { fetchRequest } from '../../support/transports.js';

const refused = { kind: 'refused', reason: 'RATE_LIMITED', askedMs: 5_000 } as const;

describe('a pause', () => {
  it('is told of when an answer begins it, and not when another process does', () => {
    const clock = createFakeClock();
    const told: unknown[] = [];
    const gate = createPauseGate(clock, (...args) => told.push(args));
    gate.hold('RATE_LIMITED', 1_000);
    expect([gate.reason, told]).toEqual(['RATE_LIMITED', []]);
    clock.advance(1_000);
    const probe = gate.admit();
    if (probe.kind === 'passing') probe.settle(refused);
    expect(told).toEqual([['RATE_LIMITED', 5_000]]);
  });

  it('of another process blocks for as long, and then lets one call look', () => {
    const clock = createFakeClock();
    const gate = createPauseGate(clock);
    gate.hold('RATE_LIMITED', 1_000);
    expect(gate.admit().kind).toBe('blocked');
    clock.advance(1_000);
    expect([gate.admit().kind, gate.admit().kind]).toEqual(['passing', 'blocked']);
  });

  it('of its own is made longer by that of another process, and not shorter', () => {
    const clock = createFakeClock();
    const gate = createPauseGate(clock);
    const first = gate.admit();
    if (first.kind === 'passing') first.settle(refused);
    gate.hold('RATE_LIMITED', 1_000);
    clock.advance(4_999);
    expect(gate.reason).toBe('RATE_LIMITED');
    gate.hold('RATE_LIMITED', 3_000);
    clock.advance(2_999);
    expect(gate.reason).toBe('RATE_LIMITED');
    clock.advance(1);
    expect(gate.reason).toBeUndefined();
  });

  it('of another process is never longer than five minutes', () => {
    const clock = createFakeClock();
    const gate = createPauseGate(clock);
    gate.hold('RATE_LIMITED', 1e12);
    clock.advance(300_000);
    expect(gate.reason).toBeUndefined();
  });
});

describe('a quota that has to ask', () => {
  const setUp = (isTaken: Promise<boolean>) => {
    const clock = createFakeClock();
    const wire = createScriptedTransport(() => answered({}));
    const close = jest.fn();
    const quota: Quota = { take: () => isTaken, left: 0, close };
    const transport = withQuota(wire, quota, clock);
    return {
      clock,
      wire,
      close,
      transport,
      send: () => transport.send(fetchRequest, { deadline: clock.monotonic() + 100 }),
    };
  };

  it.each([
    [true, answered({}), 1],
    [false, { kind: 'failed', reason: 'RATE_LIMITED' }, 0],
  ])('and is told %p lets its call go accordingly', async (isTaken, outcome, sent) => {
    const { send, wire, clock } = setUp(Promise.resolve(isTaken));
    await expect(send()).resolves.toEqual(outcome);
    expect([wire.sent.length, clock.pendingTimers]).toEqual([sent, 0]);
  });

  it('is waited for until the deadline', async () => {
    const { send, clock, wire } = setUp(new Promise(() => undefined));
    const outcome = send();
    clock.advance(100);
    await expect(outcome).resolves.toEqual({ kind: 'failed', reason: 'TIMEOUT', detail: 'stalled' });
    expect(wire.sent.length).toBe(0);
  });

  it('ends with its transport', async () => {
    const { transport, close } = setUp(Promise.resolve(true));
    await transport.close();
    expect(close).toHaveBeenCalledTimes(1);
  });
});

it('a quota of one process keeps its last fifth for who has nothing, too', () => {
  const quota = createQuota(10, createFakeClock());
  const take = (isRefresh: boolean) =>
    Array.from({ length: 20 }, () => quota.take({ isRefresh })).filter(Boolean).length;
  expect([take(true), take(false)]).toEqual([8, 2]);
});
