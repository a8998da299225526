import { withMeter } from '../../../src/client/with-meter.js';
import type { ApiOutcome } from '../../../src/client/transport.js';
import { createCounters } from '../../../src/core/counters.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { fetchRequest } from '../../support/transports.js';

const limits = { deadline: 1_500 };

/** Calls that take so long, one after another. */
function setUp(outcome: ApiOutcome, ...durations: readonly number[]) {
  const clock = createFakeClock();
  const counters = createCounters();
  const close = jest.fn(() => Promise.resolve());
  const underneath = createScriptedTransport((_, index) => {
    clock.advance(durations[index] ?? 0);
    return outcome;
  });
  const transport = withMeter({ ...underneath, close }, counters, clock);
  return { clock, counters, close, underneath, transport, send: () => transport.send(fetchRequest, limits) };
}

const outcomes: readonly ApiOutcome[] = [
  answered({ experiences: {} }),
  answered('', 500),
  { kind: 'failed', reason: 'TIMEOUT' },
  { kind: 'failed', reason: 'ABORTED' },
];

describe('a call', () => {
  it.each(outcomes)('is counted and measured, though it comes to %j', async (outcome) => {
    const { send, counters } = setUp(outcome, 30);
    await send();
    expect([counters.calls, counters.latencies.percentile(0.5)]).toEqual([1, 30]);
  });

  it.each(outcomes)('comes to what it came to: %j', async (outcome) => {
    await expect(setUp(outcome, 30).send()).resolves.toBe(outcome);
  });

  it('goes out as it was asked for', async () => {
    const { send, underneath } = setUp(answered({}));
    await send();
    expect(underneath.sent).toEqual([{ request: fetchRequest, limits }]);
  });

  it('is counted when it goes out, and measured when it has ended', async () => {
    const { send, counters } = setUp(answered({}), 30);
    const sent = send();
    expect([counters.calls, counters.latencies.percentile(0.5)]).toEqual([1, undefined]);
    await sent;
    expect(counters.latencies.percentile(0.5)).toBe(30);
  });

  it('is measured on the scale that never jumps', async () => {
    const { send, counters, clock } = setUp(answered({}), 30);
    const sent = send();
    clock.setNow(0);
    await sent;
    expect(counters.latencies.percentile(0.5)).toBe(30);
  });
});

it('calls are counted one by one, each with its own time', async () => {
  const { send, counters } = setUp(answered({}), 10, 30, 20);
  for (let call = 0; call < 3; call += 1) await send();
  const { latencies } = counters;
  expect([counters.calls, latencies.percentile(0), latencies.percentile(0.5), latencies.percentile(1)]).toEqual([
    3, 10, 20, 30,
  ]);
});

it('closing closes what is underneath', async () => {
  const { transport, close } = setUp(answered({}));
  await transport.close();
  expect(close).toHaveBeenCalledTimes(1);
});
