import type { TrackedEvent } from '../../../../src/core/tracked-event.js';
import { makeDelivery, settle } from '../../../support/deliveries.js';
import { createEvent } from '../../../support/event-store-ports.js';
import { status } from '../../../support/event-api.js';

const users = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`);
const customersOf = (events: readonly TrackedEvent[]) => new Set(events.map(({ customerId }) => customerId));

/** An API that answers 400 to whatever holds one of these customers. */
const refusing =
  (...bad: readonly string[]) =>
  (events: readonly TrackedEvent[]) =>
    status(events.some(({ customerId }) => bad.includes(customerId)) ? 400 : 200);

/** One that answers 413 to more customers than that. */
const narrow = (most: number) => (events: readonly TrackedEvent[]) =>
  status(customersOf(events).size > most ? 413 : 200);

describe('of 100 customers', () => {
  it.each(users(100))('only %s, who is bad, is lost, for at most 14 more requests', async (bad) => {
    const { api, delivery, track } = makeDelivery({ reply: refusing(bad) });
    track(...users(100));
    await settle();
    expect(delivery.counts()).toMatchObject({ delivered: 99, dropped: { REFUSED: 1 }, pending: 0 });
    expect(api.requests.length).toBeLessThanOrEqual(15);
  });

  it.each([
    [0, 1, 2],
    [0, 50, 99],
    [33, 34, 67],
    [97, 98, 99],
    [12, 37, 62],
  ])('only the bad ones are lost, number %d, %d and %d, for at most 42 more requests', async (...bad) => {
    const { api, delivery, track } = makeDelivery({ reply: refusing(...bad.map((index) => `user-${index}`)) });
    track(...users(100));
    await settle();
    expect(delivery.counts()).toMatchObject({ delivered: 97, dropped: { REFUSED: 3 }, pending: 0 });
    expect(api.requests.length).toBeLessThanOrEqual(43);
  });

  it('a refused one is not refused unseen: it was sent by itself', async () => {
    const { api, track } = makeDelivery({ reply: refusing('user-99') });
    track(...users(100));
    await settle();
    const alone = api.requests.filter(({ events }) => events.length === 1).map(({ events }) => events[0]?.customerId);
    expect(alone).toContain('user-99');
  });
});

describe('of one customer', () => {
  it.each([0, 1, 2, 3, 4])('only the bad event is lost: number %d of five', async (bad) => {
    const events = Array.from({ length: 5 }, () => createEvent());
    const isBad = ({ uuid }: TrackedEvent) => uuid === events[bad]?.uuid;
    const { api, delivery, track } = makeDelivery({ reply: (sent) => status(sent.some(isBad) ? 400 : 200) });
    track('a', 'b');
    for (const event of events) delivery.track(event);
    await delivery.flush({ timeoutMs: 100 });
    expect(delivery.counts()).toMatchObject({ delivered: 6, dropped: { REFUSED: 1 }, pending: 0 });
    // 7 events of 3 customers: 2 steps to the customer and 3 to the event.
    expect(api.requests.length).toBeLessThanOrEqual(1 + 2 * (2 + 3));
  });

  it('all events stay in one element until the customer is alone', async () => {
    const { api, delivery, track } = makeDelivery({ reply: refusing('c') });
    track('a', 'b', 'c', 'a', 'b', 'c');
    await delivery.flush({ timeoutMs: 100 });
    expect(api.requests.map(({ events }) => events.map(({ customerId }) => customerId).join(''))).toEqual([
      'abcabc',
      'abab',
      'c',
      'c',
    ]);
  });
});

describe('too large requests', () => {
  it.each([
    [50, 3],
    [10, 31],
    [1, 199],
  ])('are halved until the API takes them: at most %d customers, %d requests', async (most, requests) => {
    const { api, delivery, track } = makeDelivery({ reply: narrow(most) });
    track(...users(100));
    await settle();
    expect(delivery.counts()).toMatchObject({ delivered: 100, dropped: {}, pending: 0 });
    expect(api.requests).toHaveLength(requests);
  });

  it('cost an event that is too large by itself', async () => {
    const isLarge = ({ customerId }: TrackedEvent) => customerId === 'large';
    const { delivery, track } = makeDelivery({ reply: (sent) => status(sent.some(isLarge) ? 413 : 200) });
    track('a', 'large', 'b');
    await delivery.flush({ timeoutMs: 100 });
    expect(delivery.counts()).toMatchObject({ delivered: 2, dropped: { REFUSED: 1 }, pending: 0 });
  });

  it('may hold bad events as well', async () => {
    const reply = (events: readonly TrackedEvent[]) => {
      const answer = narrow(10)(events);
      return answer.kind === 'answered' && answer.status === 413 ? answer : refusing('user-42')(events);
    };
    const { delivery, track } = makeDelivery({ reply });
    track(...users(100));
    await settle();
    expect(delivery.counts()).toMatchObject({ delivered: 99, dropped: { REFUSED: 1 }, pending: 0 });
  });
});

describe('the search for bad events', () => {
  it('ends where the API begins to fail, and what is left is sent again later', async () => {
    const { api, delivery, track, pass } = makeDelivery({
      reply: (events, index) => (index === 2 ? status(503) : refusing('user-0')(events)),
    });
    track(...users(100));
    await settle();
    expect(api.requests).toHaveLength(3);
    expect(delivery.counts()).toMatchObject({ delivered: 0, dropped: {}, pending: 100 });
    await pass(500);
    expect(delivery.counts()).toMatchObject({ delivered: 99, dropped: { REFUSED: 1 }, pending: 0 });
  });

  it('goes no further for that, even where the next attempt may come at once', async () => {
    const { api, track } = makeDelivery({
      settings: { random: () => 0, batchUsers: 4 },
      reply: (events, index) => (index === 1 ? status(503) : refusing('a')(events)),
    });
    track('a', 'b', 'c', 'd');
    await settle();
    expect(api.requests.slice(0, 3).map(({ events }) => events.length)).toEqual([4, 2, 4]);
  });

  it('does not hold up what comes after it', async () => {
    const { api, track } = makeDelivery({ settings: { batchUsers: 4 }, reply: refusing('a') });
    track('a', 'b', 'c', 'd');
    await settle();
    const before = api.requests.length;
    track('e', 'f', 'g', 'h');
    await settle();
    expect(api.requests).toHaveLength(before + 1);
  });

  it('keeps what it has found out', async () => {
    const { delivery, track } = makeDelivery({
      reply: (events, index) => (index === 3 ? status(503) : refusing('user-99')(events)),
    });
    track(...users(100));
    await settle();
    // Whole, the first fifty, the next 25; then the next 13 of the last 25 are refused by accident.
    expect(delivery.counts()).toMatchObject({ delivered: 75, dropped: {}, pending: 25 });
  });

  it('ends where another request was told to wait', async () => {
    const { api, delivery, track } = makeDelivery();
    track(...users(200));
    await settle();
    api.open[0]?.answer(status(400));
    await settle();
    api.open.at(-2)?.answer(status(401));
    await settle();
    api.open[0]?.answer(status(200));
    await settle();
    expect(api.open).toEqual([]);
    expect(delivery.counts()).toMatchObject({ delivered: 50, dropped: {}, pending: 150 });
  });

  it('slows down where everything is refused, as it would for ever', async () => {
    const { api, delivery, track, pass } = makeDelivery({ reply: () => status(400) });
    track(...users(1_000));
    await settle();
    // What was on its way beside one another.
    expect(delivery.counts().dropped).toEqual({ REFUSED: 400 });
    for (const waitMs of [500, 1_000, 2_000, 4_000]) {
      const before = api.requests.length;
      await pass(waitMs - 1);
      expect(api.requests).toHaveLength(before);
      await pass(1);
      expect(api.requests.length).toBeGreaterThan(before);
    }
    expect(delivery.counts()).toMatchObject({ delivered: 0, dropped: { REFUSED: 800 }, pending: 200 });
  });
});
