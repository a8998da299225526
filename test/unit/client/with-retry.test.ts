import type { ApiOutcome } from '../../../src/client/transport.js';
import { withRetry } from '../../../src/client/with-retry.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { fetchRequest } from '../../support/transports.js';

const unanswered: ApiOutcome = { kind: 'failed', reason: 'NETWORK_ERROR', detail: 'unanswered' };
const good = answered({ experiences: {} });

/** A call with a budget of 500 ms, of which the first attempt takes some. */
function setUp(outcomes: readonly ApiOutcome[], firstTakesMs = 0) {
  const clock = createFakeClock({ monotonic: 1_000 });
  const caller = new AbortController();
  const underneath = createScriptedTransport((_, index) => {
    if (index === 0) clock.advance(firstTakesMs);
    return outcomes[index] ?? answered('third', 500);
  });
  const transport = withRetry(underneath, clock);
  const limits = { deadline: 1_500, signal: caller.signal };
  return { clock, caller, underneath, limits, send: () => transport.send(fetchRequest, limits) };
}

describe('a second attempt', () => {
  it.each([
    ['a connection that was refused or had died', unanswered],
    ['a 503', answered('', 503)],
  ])('follows %s', async (_, first) => {
    const { send, underneath } = setUp([first, good]);
    await expect(send()).resolves.toBe(good);
    expect(underneath.sent.length).toBe(2);
  });

  it('has the same request, deadline and signal', async () => {
    const { send, underneath, limits } = setUp([unanswered, good]);
    await send();
    expect(underneath.sent[1]).toEqual({ request: fetchRequest, limits });
    expect(underneath.sent[1]?.limits.signal).toBe(limits.signal);
  });

  it.each([unanswered, answered('', 503), answered('', 500), answered('', 429)])(
    'is the last one, though it comes to %j',
    async (second) => {
      const { send, underneath } = setUp([answered('first', 503), second]);
      await expect(send()).resolves.toBe(second);
      expect(underneath.sent.length).toBe(2);
    },
  );

  it.each([200, 204, 301, 307, 400, 401, 403, 404, 408, 409, 413, 425, 429, 500, 501, 502, 504])(
    'does not follow a %d',
    async (status) => {
      const first = answered('', status);
      const { send, underneath } = setUp([first, good]);
      await expect(send()).resolves.toBe(first);
      expect(underneath.sent.length).toBe(1);
    },
  );

  it('does not follow a 503 that says when to come back', async () => {
    const first: ApiOutcome = { kind: 'answered', status: 503, body: '', advice: { retryAfter: '1' } };
    const { send, underneath } = setUp([first, good]);
    await expect(send()).resolves.toBe(first);
    expect(underneath.sent.length).toBe(1);
  });

  it.each<ApiOutcome>([
    { kind: 'failed', reason: 'TIMEOUT' },
    { kind: 'failed', reason: 'TIMEOUT', detail: 'stalled' },
    { kind: 'failed', reason: 'NETWORK_ERROR' },
    { kind: 'failed', reason: 'BAD_RESPONSE' },
    { kind: 'failed', reason: 'ABORTED' },
    { kind: 'failed', reason: 'BREAKER_OPEN' },
    { kind: 'failed', reason: 'OVERLOADED' },
    { kind: 'failed', reason: 'RATE_LIMITED' },
    { kind: 'failed', reason: 'UNAUTHORIZED' },
  ])('does not follow the failure %j', async (first) => {
    const { send, underneath } = setUp([first, good]);
    await expect(send()).resolves.toBe(first);
    expect(underneath.sent.length).toBe(1);
  });

  it.each([
    [0, 2],
    [249, 2],
    [250, 2],
    [251, 1],
    [499, 1],
    [500, 1],
    [10_000, 1],
  ])('where the first took %d of 500 ms makes attempts: %d', async (firstTakesMs, attempts) => {
    const { send, underneath } = setUp([unanswered, good], firstTakesMs);
    await send();
    expect(underneath.sent.length).toBe(attempts);
  });

  it('does not follow once the caller has left', async () => {
    const { send, underneath, caller } = setUp([unanswered, good]);
    const outcome = send();
    caller.abort();
    await expect(outcome).resolves.toBe(unanswered);
    expect(underneath.sent.length).toBe(1);
  });

  it.each<ApiOutcome>([
    { kind: 'failed', reason: 'BREAKER_OPEN' },
    { kind: 'failed', reason: 'OVERLOADED' },
    { kind: 'failed', reason: 'RATE_LIMITED' },
    { kind: 'failed', reason: 'UNAUTHORIZED' },
  ])('that was not let out, %j, leaves it at what the first came to', async (second) => {
    const first = answered('', 503);
    await expect(setUp([first, second]).send()).resolves.toBe(first);
  });
});
