import { createQuota } from '../../../src/client/quota.js';
import type { ApiOutcome, Transport } from '../../../src/client/transport.js';
import { withBulkhead, withQuota } from '../../../src/client/with-limits.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { fetchRequest, unlimited } from '../../support/transports.js';

describe('a quota', () => {
  it('lets its calls through, and fails the next at once, unsent', async () => {
    const clock = createFakeClock();
    const underneath = createScriptedTransport(() => answered({}));
    const transport = withQuota(underneath, createQuota(3, clock), clock);
    const send = () => transport.send(fetchRequest, unlimited);
    const three = await Promise.all([send(), send(), send()]);
    expect(three).toEqual([answered({}), answered({}), answered({})]);
    await expect(send()).resolves.toEqual({ kind: 'failed', reason: 'RATE_LIMITED' });
    expect(underneath.sent.length).toBe(3);
    clock.advance(61_000);
    await expect(send()).resolves.toEqual(answered({}));
  });

  it('passes request and limits on', async () => {
    const clock = createFakeClock();
    const underneath = createScriptedTransport(() => answered({}));
    await withQuota(underneath, createQuota(1, clock), clock).send(fetchRequest, unlimited);
    expect(underneath.sent).toEqual([{ request: fetchRequest, limits: unlimited }]);
  });
});

/** A bulkhead of 256 over calls that end when they are told to. */
function setUpBulkhead() {
  const ends: { answer: (outcome: ApiOutcome) => void; reject: (reason: Error) => void }[] = [];
  const underneath = createScriptedTransport(() => new Promise((answer, reject) => ends.push({ answer, reject })));
  const transport = withBulkhead(underneath, 256);
  const send = () => transport.send(fetchRequest, unlimited);
  return { underneath, ends, send };
}

const overloaded: ApiOutcome = { kind: 'failed', reason: 'OVERLOADED' };

describe('a bulkhead', () => {
  it('of 256 refuses the 257th call at once, unsent', async () => {
    const { send, underneath } = setUpBulkhead();
    for (let call = 0; call < 256; call += 1) void send();
    await expect(send()).resolves.toEqual(overloaded);
    await expect(send()).resolves.toEqual(overloaded);
    expect(underneath.sent.length).toBe(256);
  });

  it.each<[string, ApiOutcome]>([
    ['an answer', answered({})],
    ['an error status', answered('', 500)],
    ['its deadline', { kind: 'failed', reason: 'TIMEOUT' }],
    ['an abort', { kind: 'failed', reason: 'ABORTED' }],
    ['a network error', { kind: 'failed', reason: 'NETWORK_ERROR' }],
  ])('has room for one more after a call has ended by %s', async (_, outcome) => {
    const { send, ends, underneath } = setUpBulkhead();
    const [first] = Array.from({ length: 256 }, send);
    ends[0]?.answer(outcome);
    await expect(first).resolves.toBe(outcome);
    void send();
    expect(underneath.sent.length).toBe(257);
    await expect(send()).resolves.toEqual(overloaded);
  });

  it('has room for one more even after a call that rejects, which none should', async () => {
    const { send, ends, underneath } = setUpBulkhead();
    const [first] = Array.from({ length: 256 }, send);
    ends[0]?.reject(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    void send();
    expect(underneath.sent.length).toBe(257);
  });

  it('has room for one more even after a transport that throws, which none should', async () => {
    const broken: Transport = {
      send: () => {
        throw new Error('broken');
      },
      close: () => Promise.resolve(),
    };
    const transport = withBulkhead(broken, 1);
    await expect(transport.send(fetchRequest, unlimited)).rejects.toThrow('broken');
    await expect(transport.send(fetchRequest, unlimited)).rejects.toThrow('broken');
  });

  it('does not count the calls that it refused', async () => {
    const { send, ends, underneath } = setUpBulkhead();
    const calls = Array.from({ length: 1_000 }, send);
    for (const { answer } of ends) answer(answered({}));
    await Promise.all(calls);
    for (let call = 0; call < 1_000; call += 1) void send();
    expect(underneath.sent.length).toBe(512);
  });
});

const clock = createFakeClock();

it.each([
  ['a quota', (next: Transport) => withQuota(next, createQuota(1, clock), clock)],
  ['a bulkhead', (next: Transport) => withBulkhead(next, 1)],
])('%s that is closed closes the transport underneath', async (_, wrap) => {
  const close = jest.fn(() => Promise.resolve());
  await wrap({ ...createScriptedTransport(() => answered({})), close }).close();
  expect(close).toHaveBeenCalledTimes(1);
});
