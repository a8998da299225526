import { makeDelivery, settle } from '../../../support/deliveries.js';
import { status } from '../../../support/event-api.js';
import { watch } from '../../../support/watched.js';

const users = (count: number, name = 'user') => Array.from({ length: count }, (_, index) => `${name}-${index}`);

describe('flush', () => {
  it('sends at once and tells what came of it', async () => {
    const { delivery, track } = makeDelivery({ reply: () => status(200) });
    track('a', 'b');
    await expect(delivery.flush({ timeoutMs: 5_000 })).resolves.toEqual({ delivered: 2, dropped: 0, pending: 0 });
  });

  it('has nothing to wait for where nothing is pending', async () => {
    const { clock, delivery } = makeDelivery();
    await expect(delivery.flush({ timeoutMs: 5_000 })).resolves.toEqual({ delivered: 0, dropped: 0, pending: 0 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('counts from when it was called', async () => {
    const { delivery, track } = makeDelivery({ reply: () => status(200) });
    track('a');
    await delivery.flush({ timeoutMs: 5_000 });
    track('b', 'c');
    await expect(delivery.flush({ timeoutMs: 5_000 })).resolves.toEqual({ delivered: 2, dropped: 0, pending: 0 });
  });

  it('sends everything, however many requests it takes', async () => {
    const { api, delivery, track } = makeDelivery({ settings: { batchUsers: 2 }, reply: () => status(200) });
    track(...users(9));
    await expect(delivery.flush({ timeoutMs: 5_000 })).resolves.toMatchObject({ delivered: expect.any(Number) });
    expect([delivery.counts().delivered, api.requests.length]).toEqual([9, 5]);
  });

  it('waits for what is on the wire', async () => {
    const { api, delivery, track, pass } = makeDelivery();
    track('a');
    await pass(1_000);
    const flushed = watch(delivery.flush({ timeoutMs: 5_000 }));
    await settle();
    expect(flushed.value).toBeUndefined();
    api.open[0]?.answer(status(200));
    await settle();
    expect(flushed.value).toEqual({ delivered: 1, dropped: 0, pending: 0 });
  });

  it('ends in its time and says what is left, which is sent on', async () => {
    const { api, delivery, track, pass } = makeDelivery();
    track('a');
    const flushed = watch(delivery.flush({ timeoutMs: 2_000 }));
    await pass(1_999);
    expect(flushed.value).toBeUndefined();
    await pass(1);
    expect(flushed.value).toEqual({ delivered: 0, dropped: 0, pending: 1 });
    expect(api.open).toHaveLength(1);
  });

  it('tries again in its time', async () => {
    const { delivery, track, pass } = makeDelivery({ reply: (_, index) => status(index < 2 ? 503 : 200) });
    track('a');
    const flushed = watch(delivery.flush({ timeoutMs: 5_000 }));
    await pass(500);
    await pass(1_000);
    expect(flushed.value).toEqual({ delivered: 1, dropped: 0, pending: 0 });
  });

  it('does not wait for an attempt that its time does not allow', async () => {
    const { clock, delivery, track } = makeDelivery({ reply: () => status(503) });
    track('a');
    await expect(delivery.flush({ timeoutMs: 499 })).resolves.toEqual({ delivered: 0, dropped: 0, pending: 1 });
    expect(clock.monotonic()).toBe(1_000);
  });

  it('tries at once where an attempt has failed', async () => {
    const { api, delivery, track, pass } = makeDelivery({ reply: (_, index) => status(index < 4 ? 503 : 200) });
    track('a');
    for (const waitMs of [1_000, 500, 1_000, 2_000]) await pass(waitMs);
    expect(api.requests).toHaveLength(4);
    await expect(delivery.flush({ timeoutMs: 100 })).resolves.toEqual({ delivered: 1, dropped: 0, pending: 0 });
  });

  it.each([
    [401, {}],
    [403, {}],
    [429, { retryAfter: '60' }],
  ])('keeps to the pause after %d', async (code, advice) => {
    const { api, delivery, track, pass } = makeDelivery({ reply: () => status(code, advice) });
    track('a');
    await pass(1_000);
    await expect(delivery.flush({ timeoutMs: 5_000 })).resolves.toEqual({ delivered: 0, dropped: 0, pending: 1 });
    expect(api.requests).toHaveLength(1);
  });

  it('outlasts a pause that ends in its time', async () => {
    const advice = { retryAfter: '2' };
    const { delivery, track, pass } = makeDelivery({ reply: (_, i) => status(i === 0 ? 429 : 200, advice) });
    track('a');
    await pass(1_000);
    const flushed = watch(delivery.flush({ timeoutMs: 5_000 }));
    await pass(2_000);
    expect(flushed.value).toEqual({ delivered: 1, dropped: 0, pending: 0 });
  });

  it('does not wait for what is tracked later', async () => {
    const { api, delivery, track } = makeDelivery({ settings: { batchUsers: 2 } });
    track('a');
    const flushed = watch(delivery.flush({ timeoutMs: 5_000 }));
    await settle();
    track('b', 'c');
    await settle();
    expect(api.open).toHaveLength(2);
    api.open[0]?.answer(status(200));
    await settle();
    expect(flushed.value).toEqual({ delivered: 1, dropped: 0, pending: 2 });
  });

  it('waits for what has come back meanwhile, though later events were delivered', async () => {
    const { api, delivery, track, pass } = makeDelivery({ settings: { batchUsers: 2 } });
    track('a');
    const flushed = watch(delivery.flush({ timeoutMs: 5_000 }));
    await settle();
    track('b', 'c');
    await settle();
    api.open[1]?.answer(status(200));
    await settle();
    api.open[0]?.answer(status(503));
    await settle();
    expect(flushed.value).toBeUndefined();
    await pass(500);
    api.open[0]?.answer(status(200));
    await settle();
    expect(flushed.value).toEqual({ delivered: 3, dropped: 0, pending: 0 });
  });

  it('may be called while another is under way', async () => {
    const { api, delivery, track } = makeDelivery();
    track('a');
    const first = delivery.flush({ timeoutMs: 5_000 });
    track('b');
    const second = delivery.flush({ timeoutMs: 5_000 });
    await settle();
    for (const request of api.open) request.answer(status(200));
    await settle();
    for (const request of api.open) request.answer(status(200));
    await expect(Promise.all([first, second])).resolves.toEqual([
      expect.objectContaining({ pending: 0 }),
      { delivered: 2, dropped: 0, pending: 0 },
    ]);
  });
});
