import { createPauseGate } from '../../../src/client/pause.js';
import type { ApiOutcome, RateAdvice } from '../../../src/client/transport.js';
import { withPause } from '../../../src/client/with-pause.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { fetchRequest, unlimited } from '../../support/transports.js';

const silent: RateAdvice = {};
const advising = (status: number, advice: Partial<RateAdvice>): ApiOutcome => ({
  kind: 'answered',
  status,
  body: '',
  advice: { ...silent, ...advice },
});
const now = Date.UTC(2027, 0, 1);

function setUp(answers: (index: number) => ApiOutcome) {
  const clock = createFakeClock({ now });
  const underneath = createScriptedTransport((_, index) => answers(index));
  const transport = withPause(underneath, createPauseGate(clock), clock);
  const send = (): Promise<ApiOutcome> => transport.send(fetchRequest, unlimited);
  /** Makes one call, and tells for how many milliseconds no other is sent. */
  const pauseAfterOne = async (): Promise<number> => {
    await send();
    const { length } = underneath.sent;
    for (let ms = 0; ms <= 400_000; ms += 500) {
      await send();
      if (underneath.sent.length > length) return ms;
      clock.advance(500);
    }
    throw new Error('no call is sent any more');
  };
  return { clock, underneath, send, pauseAfterOne };
}

describe('an answer', () => {
  it.each([200, 204, 400, 404, 408, 413, 500, 502, 503])('of %d begins no pause', async (status) => {
    await expect(setUp(() => answered('', status)).pauseAfterOne()).resolves.toBe(0);
  });

  it.each([
    [429, 1_000],
    [401, 30_000],
    [403, 30_000],
  ])('of %d begins a pause of %d ms', async (status, pauseMs) => {
    await expect(setUp(() => answered('', status)).pauseAfterOne()).resolves.toBe(pauseMs);
  });

  it('is handed on as it is', async () => {
    const answer = advising(429, { retryAfter: '7' });
    await expect(setUp(() => answer).send()).resolves.toBe(answer);
  });

  it.each<[string, Partial<RateAdvice>, number]>([
    ['Retry-After in seconds', { retryAfter: '7' }, 7_000],
    ['Retry-After as a date', { retryAfter: new Date(now + 90_000).toUTCString() }, 90_000],
    ['Retry-After in the past', { retryAfter: new Date(now - 90_000).toUTCString() }, 1_000],
    ['Retry-After for years', { retryAfter: '1000000000' }, 300_000],
    ['Retry-After of -1', { retryAfter: '-1' }, 1_000],
    ['Retry-After of abc', { retryAfter: 'abc' }, 1_000],
    ['x-ratelimit-reset', { reset: String(now / 1_000 + 42) }, 42_000],
  ])('of 429 with %s begins a pause of as much', async (_, advice, pauseMs) => {
    await expect(setUp(() => advising(429, advice)).pauseAfterOne()).resolves.toBe(pauseMs);
  });

  it.each([401, 403, 503, 200])('of %d is not paused for by its Retry-After', async (status) => {
    const usual = await setUp(() => answered('', status)).pauseAfterOne();
    await expect(setUp(() => advising(status, { retryAfter: '7' })).pauseAfterOne()).resolves.toBe(usual);
  });

  it('that is the last of its window pauses until the next one', async () => {
    const last = advising(200, { remaining: '0', reset: String(now / 1_000 + 42) });
    const { send, pauseAfterOne } = setUp((index) => (index === 0 ? last : answered({})));
    await expect(pauseAfterOne()).resolves.toBe(42_000);
    await expect(send()).resolves.toEqual(answered({}));
  });

  it.each(['1', '9999', '', '00x', '-0', 'none'])('with %j calls left begins no pause', async (remaining) => {
    await expect(setUp(() => advising(200, { remaining })).pauseAfterOne()).resolves.toBe(0);
  });
});

it.each<ApiOutcome>([
  { kind: 'failed', reason: 'TIMEOUT' },
  { kind: 'failed', reason: 'NETWORK_ERROR', detail: 'unanswered' },
  { kind: 'failed', reason: 'BREAKER_OPEN' },
  { kind: 'failed', reason: 'RATE_LIMITED' },
])('the failure %j begins no pause, and is handed on', async (failure) => {
  const { send, pauseAfterOne } = setUp(() => failure);
  await expect(send()).resolves.toBe(failure);
  await expect(pauseAfterOne()).resolves.toBe(0);
});

describe('a call in a pause', () => {
  it.each([
    [429, 'RATE_LIMITED'],
    [401, 'UNAUTHORIZED'],
    [403, 'UNAUTHORIZED'],
  ])('after %d fails at once by %s, unsent', async (status, reason) => {
    const { send, underneath } = setUp(() => answered('', status));
    await send();
    await expect(send()).resolves.toEqual({ kind: 'failed', reason });
    expect(underneath.sent.length).toBe(1);
  });

  it('that goes and looks, and fails on the way, leaves the pause to the next one', async () => {
    const outcomes: ApiOutcome[] = [answered('', 429), { kind: 'failed', reason: 'TIMEOUT' }, answered('', 429)];
    const { send, clock, underneath } = setUp((index) => outcomes[index] ?? answered({}));
    await send();
    clock.advance(1_000);
    await send();
    await send();
    expect(underneath.sent.length).toBe(3);
    clock.advance(1_999);
    await expect(send()).resolves.toEqual({ kind: 'failed', reason: 'RATE_LIMITED' });
    clock.advance(1);
    await expect(send()).resolves.toEqual(answered({}));
  });
});

it('a day of refused credentials costs 289 calls at most, and the page is live 5 minutes after they are mended', async () => {
  const dayMs = 86_400_000;
  let isMended = false;
  const { send, clock, underneath } = setUp(() => answered('', isMended ? 200 : 401));
  for (let ms = 0; ms < dayMs; ms += 1_000) {
    await send();
    clock.advance(1_000);
  }
  expect(underneath.sent.length).toBeLessThanOrEqual(4 + dayMs / 300_000);
  isMended = true;
  clock.advance(300_000);
  await expect(send()).resolves.toMatchObject({ status: 200 });
});
