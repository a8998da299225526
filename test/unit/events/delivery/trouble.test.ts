import type { EventStore } from '../../../../src/core/event-store.js';
import { createMemoryEventStore } from '../../../../src/events/memory-event-store.js';
import { expectIdentity, makeDelivery, settle, warningsOf } from '../../../support/deliveries.js';
import { status } from '../../../support/event-api.js';
import { createEvent } from '../../../support/event-store-ports.js';
import { foreignStore } from '../../../support/foreign-store.js';
import type { Meddling } from '../../../support/foreign-store.js';
import { watch } from '../../../support/watched.js';

const never = new Promise<never>(() => undefined);

/** Fails so often. */
function failTimes(times: number): () => void {
  let left = times;
  return () => {
    left -= 1;
    if (left >= 0) throw new Error('canary');
  };
}

const withStore = (meddling: Meddling) =>
  makeDelivery({ settings: { store: foreignStore(createMemoryEventStore(), meddling) }, reply: () => status(200) });

const storeWarning = (operation: string) =>
  `MOE_WARN_EVENT_STORE The event store failed to ${operation}: events may wait longer (MOE_WARN_EVENT_STORE)`;

describe('a store that fails', () => {
  it.each<[string, (fails: () => void) => NonNullable<Meddling['take']>]>([
    [
      'throws',
      (fails) => (take) => {
        fails();
        return take();
      },
    ],
    [
      'rejects',
      (fails) => async (take) => {
        await settle();
        fails();
        return take();
      },
    ],
  ])('to take, since it %s, costs an interval', async (_, takeWith) => {
    const made = withStore({ take: takeWith(failTimes(1)) });
    made.track('a');
    await made.pass(1_000);
    await settle();
    expect(made.delivery.counts()).toMatchObject({ delivered: 0, pending: 1 });
    await made.pass(1_000);
    expect(made.delivery.counts()).toMatchObject({ delivered: 1, pending: 0 });
    expect(warningsOf(made)).toEqual([storeWarning('take')]);
  });

  it('to take in 10 s is asked again, and has back what it hands out later', async () => {
    let hang = true;
    const made = withStore({
      take: async (take) => {
        const taking = take();
        if (hang) await new Promise<void>((resolve) => made.clock.after(15_000, resolve));
        return taking;
      },
    });
    made.track('a');
    await made.pass(1_000);
    hang = false;
    await made.pass(10_000);
    expect(warningsOf(made)).toEqual([storeWarning('take')]);
    made.track('b');
    await made.pass(1_000);
    expect(made.delivery.counts()).toMatchObject({ delivered: 1, pending: 1 });
    await made.pass(4_000);
    await made.delivery.flush({ timeoutMs: 100 });
    expect(made.delivery.counts()).toMatchObject({ delivered: 2, pending: 0 });
  });

  it('to take ends a flush, which says so', async () => {
    const made = withStore({ take: () => Promise.reject(new Error('canary')) });
    made.track('a');
    await expect(made.delivery.flush({ timeoutMs: 5_000 })).resolves.toEqual({ delivered: 0, dropped: 0, pending: 1 });
  });

  it('to add drops that event', async () => {
    const made = withStore({ add: failTimes(1) });
    made.track('a', 'b');
    await made.pass(1_000);
    expect(made.delivery.counts()).toMatchObject({ queued: 2, delivered: 1, dropped: { QUEUE_FULL: 1 }, pending: 0 });
    expect(warningsOf(made)).toContain(storeWarning('add'));
  });

  it('to settle keeps what it does not let go of', async () => {
    const made = withStore({ settle: failTimes(1) });
    made.track('a', 'b');
    await made.pass(1_000);
    expectIdentity(made.delivery.counts());
    expect(made.delivery.counts()).toMatchObject({ delivered: 0, pending: 2 });
    expect(warningsOf(made)).toEqual([storeWarning('settle')]);
  });

  it('to forget is warned of', async () => {
    const made = withStore({ forget: () => Promise.reject(new Error('canary')) });
    made.track('a');
    await expect(made.delivery.forget('a')).resolves.toBe(0);
    expectIdentity(made.delivery.counts());
    expect(warningsOf(made)).toContain(storeWarning('forget'));
  });

  it('to flush and to close costs neither', async () => {
    const fails = failTimes(Infinity);
    const made = withStore({ flush: fails, close: fails });
    made.track('a');
    await expect(made.delivery.flush({ timeoutMs: 100 })).resolves.toMatchObject({ delivered: 1 });
    made.track('b');
    await expect(made.delivery.close({ timeoutMs: 100 })).resolves.toEqual({ delivered: 1, dropped: 0, pending: 0 });
    expect(warningsOf(made)).toEqual([storeWarning('flush'), storeWarning('close')]);
  });

  it('to flush in time does not hold up a flush', async () => {
    const made = withStore({ flush: () => never });
    made.track('a');
    const flushed = watch(made.delivery.flush({ timeoutMs: 2_000 }));
    await made.pass(1_999);
    expect(flushed.value).toBeUndefined();
    await made.pass(1);
    expect(flushed.value).toEqual({ delivered: 1, dropped: 0, pending: 0 });
  });
});

describe('a store that has events from before', () => {
  const recovering = (atOnce: boolean): EventStore => ({
    open(ports) {
      const recover = (): void => {
        store.add(createEvent());
        store.add(createEvent());
        ports.onRecovered(2);
      };
      const store = createMemoryEventStore().open(ports);
      if (atOnce) recover();
      else ports.clock.after(5_000, recover);
      return store;
    },
  });

  it.each([
    ['when it is opened', true, 0],
    ['later', false, 5_000],
  ])('%s delivers them', async (_, atOnce, waitMs) => {
    const made = makeDelivery({ settings: { store: recovering(atOnce) }, reply: () => status(200) });
    await made.pass(waitMs);
    expect(made.delivery.counts()).toMatchObject({ queued: 0, recovered: 2, delivered: 0, pending: 2 });
    await made.pass(1_000);
    expect(made.delivery.counts()).toMatchObject({ queued: 0, recovered: 2, delivered: 2, pending: 0 });
  });
});

describe('a sender that fails', () => {
  it.each([
    ['throws', () => failTimes(1)],
    ['rejects', () => failTimes(1)],
  ])('since it %s costs one attempt', async (kind, makeFailing) => {
    const fails = makeFailing();
    const made = makeDelivery({
      ports: {
        send:
          kind === 'throws'
            ? () => {
                fails();
                return Promise.resolve(status(200));
              }
            : async () => {
                await settle();
                fails();
                return status(200);
              },
      },
    });
    made.track('a');
    await made.pass(1_000);
    await settle();
    expect(made.delivery.counts()).toMatchObject({ delivered: 0, dropped: {}, pending: 1 });
    await made.pass(500);
    await settle();
    expect(made.delivery.counts()).toMatchObject({ delivered: 1, pending: 0 });
    expect(warningsOf(made)).toEqual([expect.stringContaining('sending them threw an error')]);
    expect(warningsOf(made).join()).not.toContain('canary');
  });
});
