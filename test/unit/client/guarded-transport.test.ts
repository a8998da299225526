import { guardTransport } from '../../../src/client/guarded-transport.js';
import type { ApiOutcome } from '../../../src/client/transport.js';
import type { ClientOptions } from '../../../src/config/resolved-options.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { clientOptions } from '../../support/client-options.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { fetchRequest } from '../../support/transports.js';

const unanswered: ApiOutcome = { kind: 'failed', reason: 'NETWORK_ERROR', detail: 'unanswered' };
const failed = (reason: 'BREAKER_OPEN' | 'OVERLOADED' | 'RATE_LIMITED' | 'TIMEOUT' | 'UNAUTHORIZED'): ApiOutcome => ({
  kind: 'failed',
  reason,
});
const never = new Promise<ApiOutcome>(() => undefined);

/** The whole stack over a script, with the defaults but for these changes. */
function setUp(answer: (index: number) => ApiOutcome | Promise<ApiOutcome>, changes: Partial<ClientOptions> = {}) {
  const clock = createFakeClock();
  const wire = createScriptedTransport((_, index) => answer(index));
  const warnings = createWarnings(silentLogger, clock);
  const transport = guardTransport(wire, clientOptions('https://api.example', changes), { clock, warnings });
  const send = (signal?: AbortSignal): Promise<ApiOutcome> =>
    transport.send(fetchRequest, { deadline: clock.monotonic() + 500, signal });
  const sendAll = (count: number): Promise<readonly ApiOutcome[]> =>
    Promise.all(Array.from({ length: count }, () => send()));
  return { clock, wire, transport, send, sendAll };
}

function nameOf(outcome: ApiOutcome): string {
  if (outcome.kind === 'answered') return String(outcome.status);
  return outcome.detail === undefined ? outcome.reason : `${outcome.reason}, ${outcome.detail}`;
}

/** How many outcomes there are of each failure reason or status. */
function tally(outcomes: readonly ApiOutcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const name = nameOf(outcome);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

it('a call of a healthy API goes through all of it, once', async () => {
  const { send, wire, transport } = setUp(() => answered({ experiences: {} }));
  await expect(send()).resolves.toEqual(answered({ experiences: {} }));
  expect([wire.sent.length, transport.breaker?.state, transport.quota?.left]).toEqual([1, 'closed', 9_999]);
});

describe('both attempts of a call', () => {
  it('count in the quota', async () => {
    const { send, transport } = setUp((index) => (index === 0 ? unanswered : answered({})));
    await expect(send()).resolves.toEqual(answered({}));
    expect(transport.quota?.left).toBe(9_998);
  });

  it('count in the breaker, so that ten pages open it', async () => {
    const { send, wire, transport } = setUp(() => unanswered);
    for (let page = 0; page < 9; page += 1) await send();
    expect(transport.breaker?.state).toBe('closed');
    await expect(send()).resolves.toEqual(unanswered);
    expect([transport.breaker?.state, wire.sent.length]).toEqual(['open', 20]);
  });

  it('have one deadline', async () => {
    const { send, wire, clock } = setUp((index) => (index === 0 ? unanswered : never));
    const outcome = send();
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(500);
    await expect(outcome).resolves.toEqual(failed('TIMEOUT'));
    expect(wire.sent.map(({ limits }) => limits.deadline)).toEqual([1_500, 1_500]);
  });

  it('are one where the breaker opens in between, and the call comes to that one', async () => {
    const { send, wire } = setUp(() => answered('', wire.sent.length === 20 ? 503 : 500));
    for (let page = 0; page < 19; page += 1) await send();
    await expect(send()).resolves.toEqual(answered('', 503));
    expect(wire.sent.length).toBe(20);
  });
});

describe('the quota', () => {
  it('is not used up while the breaker is open', async () => {
    const { send, sendAll, transport } = setUp(() => answered('', 500));
    for (let page = 0; page < 20; page += 1) await send();
    expect(tally(await sendAll(1_000))).toEqual({ BREAKER_OPEN: 1_000 });
    expect(transport.quota?.left).toBe(9_980);
  });

  it('is not used up by calls that find no room', async () => {
    const { sendAll, transport, clock } = setUp(() => never);
    const outcomes = sendAll(1_000);
    clock.advance(500);
    expect(tally(await outcomes)).toEqual({ TIMEOUT: 256, OVERLOADED: 744 });
    expect(transport.quota?.left).toBe(9_744);
  });

  it('fails calls at once when it is used up, and the breaker stays closed', async () => {
    const { sendAll, transport, wire } = setUp(() => answered({}), {
      quota: { perMinute: 3, store: undefined, processes: 10 },
    });
    expect(tally(await sendAll(200))).toEqual({ 200: 3, RATE_LIMITED: 197 });
    expect([wire.sent.length, transport.breaker?.state]).toEqual([3, 'closed']);
  });
});

describe('a pause', () => {
  it('blocks before the breaker does, so that its probe is not used up', async () => {
    const { send, clock, wire, transport } = setUp((index) =>
      answered('', index < 20 ? 500 : index === 20 ? 401 : 200),
    );
    for (let page = 0; page < 20; page += 1) await send();
    clock.advance(1_200);
    // An answer of 401 is one: the breaker closes, and the pause begins.
    await send();
    await expect(send()).resolves.toEqual(failed('UNAUTHORIZED'));
    expect(transport.breaker?.state).toBe('closed');
    clock.advance(30_000);
    await expect(send()).resolves.toMatchObject({ status: 200 });
    expect(wire.sent.length).toBe(22);
  });

  it('uses up no quota', async () => {
    const { send, sendAll, transport } = setUp(() => answered('', 429));
    await send();
    expect(tally(await sendAll(1_000))).toEqual({ RATE_LIMITED: 1_000 });
    expect(transport.quota?.left).toBe(9_999);
  });

  it('of 256 calls that are refused at once is that of one', async () => {
    const { send, sendAll, clock, wire } = setUp((index) => answered('', index < 256 ? 429 : 200));
    expect(tally(await sendAll(256))).toEqual({ 429: 256 });
    clock.advance(999);
    await expect(send()).resolves.toEqual(failed('RATE_LIMITED'));
    clock.advance(1);
    await expect(send()).resolves.toMatchObject({ status: 200 });
    expect(wire.sent.length).toBe(257);
  });
});

describe('an option that is off', () => {
  it('leaves the breaker out', async () => {
    const { sendAll, transport, wire } = setUp(() => answered('', 500), { breaker: false });
    await sendAll(100);
    await sendAll(100);
    expect([wire.sent.length, transport.breaker]).toEqual([200, undefined]);
  });

  it('leaves the quota out', async () => {
    const { sendAll, transport, wire } = setUp(() => answered({}), { quota: undefined });
    for (let round = 0; round < 50; round += 1) await sendAll(250);
    expect([wire.sent.length, transport.quota]).toEqual([12_500, undefined]);
  });

  it('leaves the second attempt out', async () => {
    const { send, wire } = setUp(() => answered('', 503), { retry: false });
    await expect(send()).resolves.toEqual(answered('', 503));
    expect(wire.sent.length).toBe(1);
  });

  it('leaves pause, bulkhead and deadline in', async () => {
    const off = { breaker: false, quota: undefined, retry: false };
    const { sendAll, clock } = setUp(() => never, off);
    const outcomes = sendAll(300);
    clock.advance(500);
    expect(tally(await outcomes)).toEqual({ TIMEOUT: 256, OVERLOADED: 44 });
    const refusing = setUp(() => answered('', 429), off);
    await refusing.send();
    await expect(refusing.send()).resolves.toEqual(failed('RATE_LIMITED'));
  });
});

it('a stall of our own, however often, leaves the breaker closed', async () => {
  const { sendAll, clock, transport } = setUp(() => never);
  const outcomes = sendAll(200);
  clock.stall(800);
  expect(tally(await outcomes)).toEqual({ 'TIMEOUT, stalled': 200 });
  expect(transport.breaker?.state).toBe('closed');
});

it('an API that hangs opens the breaker, so that the stall above proves something', async () => {
  const { sendAll, clock, transport } = setUp(() => never);
  const outcomes = sendAll(200);
  clock.advance(800);
  expect(tally(await outcomes)).toEqual({ TIMEOUT: 200 });
  expect(transport.breaker?.state).toBe('open');
});

it('pages whose time had run out before they asked, however many, leave the breaker closed', async () => {
  const { clock, transport, wire } = setUp(() => answered({}));
  const limits = { deadline: clock.monotonic() };
  for (let page = 0; page < 200; page += 1) await transport.send(fetchRequest, limits);
  expect([transport.breaker?.state, wire.sent.length]).toEqual(['closed', 0]);
});

it('visitors who leave, however many, leave the breaker closed', async () => {
  const { send, transport } = setUp(() => never);
  const callers = Array.from({ length: 200 }, () => new AbortController());
  const outcomes = callers.map(({ signal }) => send(signal));
  for (const caller of callers) caller.abort();
  expect(tally(await Promise.all(outcomes))).toEqual({ ABORTED: 200 });
  expect(transport.breaker?.state).toBe('closed');
});

it('sixty pages in a row of a dead API cost 25 calls at most', async () => {
  const { send, wire, clock } = setUp(() => unanswered);
  for (let page = 0; page < 60; page += 1) {
    await send();
    clock.advance(50);
  }
  expect(wire.sent.length).toBeLessThanOrEqual(25);
});

it('a probe that hangs ends at its deadline, and until then and after it the others are refused', async () => {
  const { send, wire, clock } = setUp((index) => (index < 20 ? answered('', 500) : never));
  for (let page = 0; page < 20; page += 1) await send();
  clock.advance(1_200);
  const probe = send();
  await expect(send()).resolves.toEqual(failed('BREAKER_OPEN'));
  clock.advance(500);
  await expect(probe).resolves.toEqual(failed('TIMEOUT'));
  clock.advance(1_599);
  await expect(send()).resolves.toEqual(failed('BREAKER_OPEN'));
  expect(wire.sent.length).toBe(21);
});

it('close closes the wire', async () => {
  const close = jest.fn(() => Promise.resolve());
  const wire = { ...createScriptedTransport(() => answered({})), close };
  const clock = createFakeClock();
  const warnings = createWarnings(silentLogger, clock);
  await guardTransport(wire, clientOptions('https://api.example'), { clock, warnings }).close();
  expect(close).toHaveBeenCalledTimes(1);
});
