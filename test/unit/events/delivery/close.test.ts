import type { ApiOutcome } from '../../../../src/client/transport.js';
import { createMemoryEventStore } from '../../../../src/events/memory-event-store.js';
import { expectIdentity, makeDelivery, settle } from '../../../support/deliveries.js';
import { status } from '../../../support/event-api.js';
import { foreignStore, takeSlowly } from '../../../support/foreign-store.js';
import { watch } from '../../../support/watched.js';

describe('close', () => {
  it('sends what is pending, and leaves no timer', async () => {
    const { clock, delivery, track } = makeDelivery({ reply: () => status(200) });
    track('a', 'b');
    await expect(delivery.close({ timeoutMs: 5_000 })).resolves.toEqual({ delivered: 2, dropped: 0, pending: 0 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('gives the same promise again', () => {
    const { delivery } = makeDelivery();
    const first = delivery.close({ timeoutMs: 5_000 });
    expect(delivery.close({ timeoutMs: 1 })).toBe(first);
  });

  it('drops what is tracked later', async () => {
    const { delivery, track, pass, api } = makeDelivery({ reply: () => status(200) });
    const closed = delivery.close({ timeoutMs: 5_000 });
    track('during');
    await closed;
    track('after');
    await pass(10_000);
    expect(delivery.counts()).toMatchObject({ queued: 2, delivered: 0, dropped: { CLOSED: 2 }, pending: 0 });
    expect(api.requests).toEqual([]);
  });

  it('tries again while its time allows, and then reports what is left', async () => {
    const { api, clock, delivery, track, pass } = makeDelivery({ reply: () => status(503) });
    track('a');
    const closed = watch(delivery.close({ timeoutMs: 5_000 }));
    for (const waitMs of [0, 500, 1_000, 2_000]) await pass(waitMs);
    // The next would be after 4 s more.
    expect(closed.value).toEqual({ delivered: 0, dropped: 0, pending: 1 });
    expect([api.requests.length, clock.pendingTimers]).toEqual([4, 0]);
  });

  it('tries once where there are no retries left', async () => {
    const { api, delivery, track, pass } = makeDelivery({ settings: { random: () => 0 }, reply: () => status(503) });
    track('a');
    await pass(1_000);
    for (let index = 0; index < 40; index += 1) await pass(0);
    const before = api.requests.length;
    await expect(delivery.close({ timeoutMs: 5_000 })).resolves.toMatchObject({ pending: 1 });
    expect([before, api.requests.length]).toEqual([36, 37]);
  });

  it('ends what is on the wire in time for the store to close, and gives it back', async () => {
    const { api, clock, delivery, track, pass } = makeDelivery();
    track('a');
    const closed = watch(delivery.close({ timeoutMs: 5_000 }));
    await pass(4_499);
    expect([closed.value, api.open.length]).toEqual([undefined, 1]);
    await pass(1);
    expect(closed.value).toEqual({ delivered: 0, dropped: 0, pending: 1 });
    expect([api.requests[0]?.aborted, clock.pendingTimers]).toEqual([true, 0]);
    expectIdentity(delivery.counts());
  });

  it('does not count what is answered afterwards', async () => {
    let answer = (_outcome: ApiOutcome): void => undefined;
    const deaf = () =>
      new Promise<ApiOutcome>((resolve) => {
        answer = resolve;
      });
    const { delivery, track, pass } = makeDelivery({ ports: { send: deaf } });
    track('a');
    const closed = delivery.close({ timeoutMs: 1_000 });
    await pass(1_000);
    await expect(closed).resolves.toEqual({ delivered: 0, dropped: 0, pending: 1 });
    answer(status(200));
    await settle();
    expect(delivery.counts()).toMatchObject({ delivered: 0, pending: 1 });
  });

  it('keeps to a pause', async () => {
    const { api, clock, delivery, track, pass } = makeDelivery({ reply: () => status(401) });
    track('a');
    await pass(1_000);
    const before = clock.monotonic();
    await expect(delivery.close({ timeoutMs: 5_000 })).resolves.toEqual({ delivered: 0, dropped: 0, pending: 1 });
    expect([api.requests.length, clock.monotonic()]).toEqual([1, before]);
  });

  it('closes the store once everything is back in it', async () => {
    const seen: string[] = [];
    const store = foreignStore(createMemoryEventStore(), {
      settle: (events, outcome) => seen.push(`${outcome} ${events.length}`),
      close: () => seen.push('close'),
    });
    const { delivery, track, pass } = makeDelivery({ settings: { store } });
    track('a', 'b');
    const closed = delivery.close({ timeoutMs: 5_000 });
    await pass(5_000);
    await closed;
    expect(seen).toEqual(['again 2', 'close']);
  });

  it('ends in time where the store does not', async () => {
    const store = foreignStore(createMemoryEventStore(), { close: () => new Promise(() => undefined) });
    const { clock, delivery, track, pass } = makeDelivery({ settings: { store }, reply: () => status(200) });
    track('a');
    const closed = watch(delivery.close({ timeoutMs: 2_000 }));
    await pass(1_999);
    expect(closed.value).toBeUndefined();
    await pass(1);
    expect([closed.value, clock.pendingTimers]).toEqual([{ delivered: 1, dropped: 0, pending: 0 }, 0]);
  });

  it('ends a flush that is under way', async () => {
    const { delivery, track, pass } = makeDelivery();
    track('a');
    const flushed = watch(delivery.flush({ timeoutMs: 60_000 }));
    const closed = delivery.close({ timeoutMs: 1_000 });
    await pass(1_000);
    await closed;
    expect(flushed.value).toEqual({ delivered: 0, dropped: 0, pending: 1 });
  });

  it('makes a later flush an answer at once', async () => {
    const { clock, delivery, track, pass } = makeDelivery();
    track('a');
    const closed = delivery.close({ timeoutMs: 1_000 });
    await pass(1_000);
    await closed;
    await expect(delivery.flush({ timeoutMs: 5_000 })).resolves.toEqual({ delivered: 0, dropped: 0, pending: 1 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('leaves forget to the store', async () => {
    const { delivery, track, pass } = makeDelivery();
    track('a', 'b');
    const closed = delivery.close({ timeoutMs: 1_000 });
    await pass(1_000);
    await closed;
    await expect(delivery.forget('a')).resolves.toBe(1);
    expect(delivery.counts()).toMatchObject({ dropped: { FORGOTTEN: 1 }, pending: 1 });
  });

  it('gives back what was just being taken, before the store closes', async () => {
    const seen: string[] = [];
    const store = foreignStore(createMemoryEventStore(), {
      take: takeSlowly,
      settle: (events, outcome) => seen.push(`${outcome} ${events.length}`),
      close: () => seen.push('close'),
    });
    const { clock, delivery, track } = makeDelivery({ settings: { store } });
    track('a');
    clock.advance(1_000);
    const closed = delivery.close({ timeoutMs: 1_000 });
    clock.advance(750);
    await closed;
    expect(seen).toEqual(['again 1', 'close']);
    expectIdentity(delivery.counts());
  });
});
