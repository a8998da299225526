import { createMemoryEventStore } from '../../../../src/events/memory-event-store.js';
import { foreignStore } from '../../../support/foreign-store.js';
import { createEvent } from '../../../support/event-store-ports.js';
import { makeDelivery, settle } from '../../../support/deliveries.js';
import { status, unreachable } from '../../../support/event-api.js';

const users = (count: number, name = 'user') => Array.from({ length: count }, (_, index) => `${name}-${index}`);
const customersOf = (events: readonly { customerId: string }[]) => events.map(({ customerId }) => customerId);

describe('events go out', () => {
  it('when the first of them has waited for the interval', async () => {
    const { api, track, pass } = makeDelivery();
    track('a');
    await pass(600);
    track('b');
    await pass(399);
    expect(api.requests).toEqual([]);
    await pass(1);
    expect(api.requests.map(({ events }) => customersOf(events))).toEqual([['a', 'b']]);
  });

  it('an interval after the first of the next', async () => {
    const { api, track, pass } = makeDelivery({ reply: () => status(200) });
    track('a');
    await pass(5_000);
    track('b');
    await pass(999);
    expect(api.requests).toHaveLength(1);
    await pass(1);
    expect(api.requests).toHaveLength(2);
  });

  it('at once when there are enough customers for a request', async () => {
    const { api, track } = makeDelivery({ settings: { batchUsers: 3 } });
    track('a', 'b', 'a', 'b');
    await settle();
    expect(api.requests).toEqual([]);
    track('c');
    await settle();
    expect(api.requests.map(({ events }) => customersOf(events))).toEqual([['a', 'b', 'a', 'b', 'c']]);
  });

  it('at once when there are 512 KiB, in requests of no more', async () => {
    const { api, delivery } = makeDelivery();
    const add = (length: number) => {
      delivery.track(createEvent({ attributes: { x: 'x'.repeat(length) } }));
    };
    add(300_000);
    await settle();
    expect(api.requests).toEqual([]);
    add(300_000);
    await settle();
    expect(api.requests.map(({ events }) => events.length)).toEqual([1, 1]);
  });

  it('not sooner because of those that went out before', async () => {
    const { api, track, pass } = makeDelivery({ settings: { batchUsers: 3 }, reply: () => status(200) });
    track('a', 'b');
    await pass(1_000);
    track('c');
    await settle();
    expect(api.requests).toHaveLength(1);
  });

  it('in requests of at most so many customers', async () => {
    const { api, track } = makeDelivery({ reply: () => status(200) });
    track(...users(250));
    await settle();
    expect(api.requests.map(({ events }) => events.length)).toEqual([100, 100, 50]);
  });

  it('in four requests beside one another, and no more', async () => {
    const { api, track } = makeDelivery();
    track(...users(700));
    await settle();
    expect(api.open).toHaveLength(4);
    api.open[1]?.answer(status(200));
    await settle();
    expect([api.open.length, api.requests.length]).toEqual([4, 5]);
  });

  it('each in one request only', async () => {
    const { api, delivery, track } = makeDelivery();
    track(...users(400));
    await settle();
    const uuids = api.requests.flatMap(({ events }) => events.map(({ uuid }) => uuid));
    expect(new Set(uuids).size).toBe(400);
    for (const request of api.open) request.answer(status(200));
    await settle();
    expect(delivery.counts()).toMatchObject({ queued: 400, delivered: 400, pending: 0 });
  });

  it('one lot after the other, however slowly the store hands them out', async () => {
    let taking = 0;
    const handed: number[] = [];
    const store = foreignStore(createMemoryEventStore(), {
      take: async (take) => {
        taking += 1;
        handed.push(taking);
        const taken = await take();
        await settle();
        taking -= 1;
        return taken;
      },
    });
    const { delivery, track } = makeDelivery({ settings: { store }, reply: () => status(200) });
    track(...users(350));
    await delivery.flush({ timeoutMs: 100 });
    expect(handed).toEqual([1, 1, 1, 1]);
    expect(delivery.counts()).toMatchObject({ delivered: 350, pending: 0 });
  });

  it('twice where they were tracked twice', async () => {
    const { api, delivery, pass } = makeDelivery({ reply: () => status(200) });
    const event = createEvent();
    delivery.track(event);
    delivery.track(event);
    await pass(1_000);
    expect(api.requests.map(({ events }) => events)).toEqual([[event, event]]);
    expect(delivery.counts()).toMatchObject({ delivered: 2, pending: 0 });
  });
});

describe('while the API fails', () => {
  it('one request at a time finds out whether it still does', async () => {
    const { api, track, pass } = makeDelivery();
    track(...users(700));
    await settle();
    for (const request of api.open) request.answer(status(503));
    await pass(499);
    expect(api.requests).toHaveLength(4);
    await pass(1);
    expect(api.open).toHaveLength(1);
  });

  it('all four go again when one has succeeded', async () => {
    const { api, track, pass } = makeDelivery();
    track(...users(700));
    await settle();
    for (const request of api.open) request.answer(unreachable);
    await pass(500);
    api.open[0]?.answer(status(200));
    await settle();
    expect(api.open).toHaveLength(4);
  });

  it('no new event makes it try sooner', async () => {
    const { api, track, pass } = makeDelivery({ reply: () => status(500) });
    track('a');
    await pass(1_000);
    track(...users(500));
    await pass(499);
    expect(api.requests).toHaveLength(1);
  });

  it('what was sent first is sent first again, with the same UUIDs and times', async () => {
    const { api, track, pass } = makeDelivery({ reply: (_, index) => status(index === 0 ? 500 : 200) });
    const sent = track('a', 'b');
    await pass(1_000);
    const later = track('c');
    await pass(500);
    expect(api.requests[1]?.events).toEqual([...sent, ...later]);
    const [first, second] = api.requests.map(({ request }) => request.body ?? '');
    expect(second?.startsWith(first?.slice(0, -2) ?? 'x')).toBe(true);
  });

  it('is asked again in time, though newer events may wait for longer', async () => {
    const { api, track, pass } = makeDelivery();
    track('a');
    await pass(1_000);
    track('b');
    api.open[0]?.answer(status(503));
    await pass(500);
    expect(api.requests.map(({ events }) => customersOf(events))).toEqual([['a'], ['a', 'b']]);
  });

  it('an attempt ends after 10 s', async () => {
    const { api, delivery, track, pass } = makeDelivery();
    track('a');
    await pass(1_000);
    await pass(9_999);
    expect(api.open).toHaveLength(1);
    await pass(1);
    expect([api.open.length, api.requests[0]?.aborted]).toEqual([0, true]);
    expect(delivery.counts()).toMatchObject({ delivered: 0, pending: 1 });
    await pass(500);
    expect(api.open).toHaveLength(1);
  });

  it.each([
    [401, {}, [30_000, 60_000, 120_000, 240_000, 300_000, 300_000]],
    [403, { retryAfter: '1' }, [30_000, 60_000]],
    [429, { retryAfter: '7' }, [7_000, 7_000]],
    [429, {}, [1_000, 2_000, 4_000]],
    [503, {}, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
    [404, {}, [500, 1_000]],
    [410, {}, [500, 1_000]],
    [408, {}, [500, 1_000]],
  ])('%d of %j is asked again after %p', async (code, advice, expected) => {
    const { api, delivery, track, pass } = makeDelivery({ reply: () => status(code, advice) });
    track('a');
    await pass(1_000);
    for (const waitMs of expected) {
      const before = api.requests.length;
      await pass(waitMs - 1);
      expect(api.requests).toHaveLength(before);
      await pass(1);
      expect(api.requests).toHaveLength(before + 1);
    }
    expect(delivery.counts()).toMatchObject({ delivered: 0, dropped: {}, pending: 1 });
  });

  it('nothing is left to do once it has succeeded', async () => {
    const { clock, delivery, track, pass } = makeDelivery({ reply: (_, index) => status(index === 0 ? 500 : 200) });
    track('a');
    await pass(1_000);
    await pass(500);
    expect([delivery.counts().delivered, clock.pendingTimers]).toEqual([1, 0]);
  });
});

it('the counts tell the age of the oldest event', async () => {
  const { clock, delivery, track, pass } = makeDelivery({ settings: { flushIntervalMs: 60_000 } });
  expect(delivery.counts().oldestMs).toBeUndefined();
  track('a');
  await pass(5_000);
  track('b');
  expect(delivery.counts()).toEqual({
    queued: 2,
    recovered: 0,
    delivered: 0,
    dropped: {},
    pending: 2,
    oldestMs: 5_000,
  });
  clock.setNow(0);
  expect(delivery.counts().oldestMs).toBe(0);
});
