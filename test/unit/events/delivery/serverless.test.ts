import { makeDelivery, settle } from '../../../support/deliveries.js';
import type { Made } from '../../../support/deliveries.js';
import { status } from '../../../support/event-api.js';
import { createFakeClock } from '../../../support/fake-clock.js';
import { watch } from '../../../support/watched.js';
import type { Watched } from '../../../support/watched.js';

/** A host that keeps what it is given, and a clock on which the next turn comes when it does. */
function setUp(made: Made = {}) {
  const given: Watched<'resolved'>[] = [];
  const waitUntil = (promise: Promise<void>): void => {
    given.push(watch(promise.then(() => 'resolved' as const)));
  };
  const clock = Object.assign(createFakeClock(), {
    nextTurn(callback: () => void) {
      setImmediate(callback);
    },
  });
  return { given, ...makeDelivery({ clock, ports: { waitUntil }, ...made }) };
}

describe('a host that stops between requests', () => {
  it('waits until the events of a turn were sent, without the interval', async () => {
    const { api, given, track } = setUp();
    track('a', 'b');
    expect(given).toHaveLength(1);
    await settle();
    await settle();
    expect(api.requests.map(({ events }) => events.length)).toEqual([2]);
    expect(given[0]?.value).toBeUndefined();
    api.open[0]?.answer(status(200));
    await settle();
    expect(given[0]?.value).toBe('resolved');
  });

  it('is given one promise at a time, and a new one for what comes after it', async () => {
    const { api, given, track } = setUp({ reply: () => status(200) });
    track('a');
    track('b');
    await settle();
    await settle();
    expect([given.length, given[0]?.value]).toEqual([1, 'resolved']);
    track('c');
    await settle();
    await settle();
    expect([given.length, given[1]?.value, api.requests.length]).toEqual([2, 'resolved', 2]);
  });

  it('waits for what is tracked meanwhile, too', async () => {
    const { api, given, track, delivery } = setUp();
    track('a');
    await settle();
    await settle();
    track('b');
    api.open[0]?.answer(status(200));
    await settle();
    await settle();
    expect(given.map(({ value }) => value)).toEqual([undefined]);
    api.open[0]?.answer(status(200));
    await settle();
    expect(given.map(({ value }) => value)).toEqual(['resolved']);
    expect(delivery.counts()).toMatchObject({ delivered: 2, pending: 0 });
  });

  it('waits for 10 s at most', async () => {
    const { given, track, pass, delivery } = setUp();
    track('a');
    await pass(9_999);
    expect(given[0]?.value).toBeUndefined();
    await pass(1);
    expect(given[0]?.value).toBe('resolved');
    expect(delivery.counts().pending).toBe(1);
  });

  it('does not wait out a pause', async () => {
    const { given, track } = setUp({ reply: () => status(401) });
    track('a');
    await settle();
    await settle();
    expect(given[0]?.value).toBe('resolved');
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('canary');
      },
    ],
    ['rejects', () => Promise.reject(new Error('canary'))],
  ])('that %s is warned of, and costs no event', async (_, waitUntil) => {
    const { delivery, logger, track } = setUp({ ports: { waitUntil }, reply: () => status(200) });
    track('a');
    await settle();
    await settle();
    expect(delivery.counts()).toMatchObject({ delivered: 1, pending: 0 });
    expect(logger.lines.map(({ fields, message }) => [fields.code, message])).toEqual([
      ['MOE_WARN_EVENTS_FAILED', expect.stringMatching(/^The events.waitUntil option failed: /)],
    ]);
    expect(JSON.stringify(logger.lines)).not.toContain('canary');
  });

  it('is asked for nothing after close', async () => {
    const { given, track, delivery } = setUp();
    await delivery.close({ timeoutMs: 0 });
    track('a');
    expect(given).toEqual([]);
  });
});
