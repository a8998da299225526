import { createBreaker } from '../../../src/client/breaker.js';
import type { Verdict } from '../../../src/client/breaker.js';
import type { BreakerEvent } from '../../../src/core/observer.js';
import type { ApiOutcome } from '../../../src/client/transport.js';
import { withBreaker } from '../../../src/client/with-breaker.js';
import { breakerRules, setUpDueBreaker, setUpOpenBreaker } from '../../support/breakers.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { fetchRequest, unlimited } from '../../support/transports.js';

/** A breaker that lets everything pass and notes what it hears. */
async function verdictOn(outcome: ApiOutcome): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const admission = { settle: (verdict: Verdict) => verdicts.push(verdict) };
  const transport = withBreaker(
    createScriptedTransport(() => outcome),
    { state: 'closed', refuses: false, admit: () => admission },
  );
  await expect(transport.send(fetchRequest, unlimited)).resolves.toBe(outcome);
  return verdicts;
}

describe('an answer', () => {
  it.each([200, 201, 204, 301, 307, 400, 401, 403, 404, 408, 413, 429, 499])('of %d is a success', async (status) => {
    await expect(verdictOn(answered('', status))).resolves.toEqual(['success']);
  });

  it.each([500, 501, 502, 503, 504, 599])('of %d is a failure', async (status) => {
    await expect(verdictOn(answered('', status))).resolves.toEqual(['failure']);
  });
});

describe('a call that failed', () => {
  it.each<[string, ApiOutcome, Verdict]>([
    ['by its deadline', { kind: 'failed', reason: 'TIMEOUT' }, 'failure'],
    ['on the network', { kind: 'failed', reason: 'NETWORK_ERROR' }, 'failure'],
    ['by a refused connection', { kind: 'failed', reason: 'NETWORK_ERROR', detail: 'unanswered' }, 'failure'],
    ['by a stall of our own', { kind: 'failed', reason: 'TIMEOUT', detail: 'stalled' }, 'neutral'],
    ['by an answer that we can not use', { kind: 'failed', reason: 'BAD_RESPONSE' }, 'neutral'],
    ['by a visitor who left', { kind: 'failed', reason: 'ABORTED' }, 'neutral'],
    ['by our quota', { kind: 'failed', reason: 'RATE_LIMITED' }, 'neutral'],
    ['by our bulkhead', { kind: 'failed', reason: 'OVERLOADED' }, 'neutral'],
  ])('%s counts as it should', async (_, outcome, verdict) => {
    await expect(verdictOn(outcome)).resolves.toEqual([verdict]);
  });
});

describe('while the breaker is open, a call', () => {
  it('fails at once, unsent', async () => {
    const underneath = createScriptedTransport(() => answered({}));
    const transport = withBreaker(underneath, setUpOpenBreaker().breaker);
    await expect(transport.send(fetchRequest, unlimited)).resolves.toEqual({ kind: 'failed', reason: 'BREAKER_OPEN' });
    expect(underneath.sent).toEqual([]);
  });

  it('that is the probe goes, and its answer closes it', async () => {
    const underneath = createScriptedTransport(() => answered({}));
    const { breaker } = setUpDueBreaker();
    await expect(withBreaker(underneath, breaker).send(fetchRequest, unlimited)).resolves.toEqual(answered({}));
    expect([underneath.sent.length, breaker.state]).toEqual([1, 'closed']);
  });
});

it('of a thousand calls to an API that fails, twenty are sent', async () => {
  const underneath = createScriptedTransport(() => answered('', 500));
  const transport = withBreaker(underneath, createBreaker(breakerRules, createFakeClock()));
  for (let call = 0; call < 1_000; call += 1) await transport.send(fetchRequest, unlimited);
  expect(underneath.sent.length).toBe(20);
});

it('of a thousand visitors who leave, each was asked for', async () => {
  const underneath = createScriptedTransport(() => ({ kind: 'failed', reason: 'ABORTED' }));
  const transport = withBreaker(underneath, createBreaker(breakerRules, createFakeClock()));
  for (let call = 0; call < 1_000; call += 1) await transport.send(fetchRequest, unlimited);
  expect(underneath.sent.length).toBe(1_000);
});

describe('an observer', () => {
  /** The changes it hears of while calls come to these statuses, a second and a half apart. */
  async function changesDuring(statuses: readonly number[]): Promise<readonly BreakerEvent[]> {
    const clock = createFakeClock();
    const changes: BreakerEvent[] = [];
    let next = 0;
    const underneath = createScriptedTransport(() => answered('', next));
    const breaker = createBreaker({ ...breakerRules, minimumCalls: 2 }, clock, () => 0.5);
    const transport = withBreaker(underneath, breaker, (change) => changes.push(change));
    for (const status of statuses) {
      next = status;
      await transport.send(fetchRequest, unlimited);
      clock.advance(1_500);
    }
    return changes;
  }

  it('hears nothing while nothing changes', async () => {
    await expect(changesDuring([200, 200, 200, 500, 200])).resolves.toEqual([]);
  });

  it('hears of each change, once, in order', async () => {
    await expect(changesDuring([500, 500, 200, 200])).resolves.toEqual([
      { from: 'closed', to: 'open' },
      { from: 'open', to: 'half-open' },
      { from: 'half-open', to: 'closed' },
    ]);
  });

  it('hears of a probe that failed', async () => {
    await expect(changesDuring([500, 500, 500, 200])).resolves.toEqual([
      { from: 'closed', to: 'open' },
      { from: 'open', to: 'half-open' },
      { from: 'half-open', to: 'open' },
    ]);
  });
});
