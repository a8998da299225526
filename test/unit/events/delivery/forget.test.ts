import { makeDelivery, settle } from '../../../support/deliveries.js';
import { status } from '../../../support/event-api.js';
import type { EventRequest } from '../../../support/event-api.js';
import { createMemoryEventStore } from '../../../../src/events/memory-event-store.js';
import { foreignStore, takeSlowly } from '../../../support/foreign-store.js';

const customersIn = (requests: readonly EventRequest[]) =>
  requests.map(({ events }) => events.map(({ customerId }) => customerId).join(''));

describe('forget', () => {
  it('drops what waits, and tells how much that was', async () => {
    const { api, delivery, track, pass } = makeDelivery({ reply: () => status(200) });
    track('a', 'b', 'a');
    await expect(delivery.forget('a')).resolves.toBe(2);
    await pass(1_000);
    expect(customersIn(api.requests)).toEqual(['b']);
    expect(delivery.counts()).toMatchObject({ delivered: 1, dropped: { FORGOTTEN: 2 }, pending: 0 });
  });

  it('does not send again what was on the wire', async () => {
    const { api, delivery, track, pass } = makeDelivery();
    track('a', 'b');
    await pass(1_000);
    await expect(delivery.forget('a')).resolves.toBe(0);
    api.open[0]?.answer(status(503));
    await pass(500);
    expect(customersIn(api.requests)).toEqual(['ab', 'b']);
    expect(delivery.counts()).toMatchObject({ dropped: { FORGOTTEN: 1 }, pending: 1 });
  });

  it('can not call back what is on the wire', async () => {
    const { api, delivery, track, pass } = makeDelivery();
    track('a');
    await pass(1_000);
    await delivery.forget('a');
    api.open[0]?.answer(status(200));
    await settle();
    expect(delivery.counts()).toMatchObject({ delivered: 1, dropped: {}, pending: 0 });
  });

  it('keeps what was on the wire out of the halves', async () => {
    const { api, delivery, track } = makeDelivery({ settings: { batchUsers: 4 } });
    track('a', 'b', 'c', 'd');
    await settle();
    await delivery.forget('a');
    await delivery.forget('d');
    api.open[0]?.answer(status(400));
    await settle();
    expect(customersIn(api.requests)).toEqual(['abcd', 'b']);
    expect(delivery.counts()).toMatchObject({ dropped: { FORGOTTEN: 2 }, pending: 2 });
    api.open[0]?.answer(status(200));
    await settle();
    expect(customersIn(api.requests)).toEqual(['abcd', 'b', 'c']);
    api.open[0]?.answer(status(200));
    await settle();
    expect(delivery.counts()).toMatchObject({ delivered: 2, dropped: { FORGOTTEN: 2 }, pending: 0 });
  });

  it('drops at once what waits in a later half', async () => {
    const { api, delivery, track } = makeDelivery({ settings: { batchUsers: 4 } });
    track('a', 'b', 'c', 'd');
    await settle();
    api.open[0]?.answer(status(400));
    await settle();
    await expect(delivery.forget('c')).resolves.toBe(1);
    expect(delivery.counts()).toMatchObject({ dropped: { FORGOTTEN: 1 }, pending: 3 });
    api.open[0]?.answer(status(200));
    await settle();
    expect(customersIn(api.requests)).toEqual(['abcd', 'ab', 'd']);
  });

  it('reaches what is just being taken', async () => {
    const store = foreignStore(createMemoryEventStore(), { take: takeSlowly });
    const { api, delivery, track, clock } = makeDelivery({ settings: { store }, reply: () => status(200) });
    track('a', 'b');
    clock.advance(1_000);
    await delivery.forget('a');
    await settle();
    await settle();
    expect(customersIn(api.requests)).toEqual(['b']);
    expect(delivery.counts()).toMatchObject({ delivered: 1, dropped: { FORGOTTEN: 1 }, pending: 0 });
  });

  it('does not reach what is tracked afterwards', async () => {
    const { api, delivery, track, pass } = makeDelivery();
    track('a');
    await pass(1_000);
    await delivery.forget('a');
    track('a');
    api.open[0]?.answer(status(503));
    await pass(1_000);
    expect(customersIn(api.requests)).toEqual(['a', 'a']);
    expect(delivery.counts()).toMatchObject({ queued: 2, dropped: { FORGOTTEN: 1 }, pending: 1 });
  });

  it('ends a flush that waits for nothing else', async () => {
    const { delivery, track, pass } = makeDelivery({ reply: () => status(503) });
    track('a');
    const flushed = delivery.flush({ timeoutMs: 5_000 });
    await settle();
    await delivery.forget('a');
    await pass(0);
    await expect(flushed).resolves.toEqual({ delivered: 0, dropped: 1, pending: 0 });
  });

  it('warns of nothing', async () => {
    const { delivery, logger, track } = makeDelivery();
    track('a');
    await delivery.forget('a');
    expect(logger.lines).toEqual([]);
  });
});
