import { createForgottenCustomers } from '../../../src/core/forgotten-customers.js';
import type { EventDelivery } from '../../../src/events/event-delivery.js';
import { createAnswerCache } from '../../../src/experiences/answer-cache.js';
import { createLifecycle } from '../../../src/express/lifecycle.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { callUntyped, thrownBy } from '../../support/thrown.js';

const report = { delivered: 2, dropped: 1, pending: 3 };
const host = { on: () => undefined, off: () => undefined, listenerCount: () => 0, exit: () => undefined };
const rules = { ttlMs: 1_000, staleWhileRevalidateMs: 0, staleIfErrorMs: 0, maxEntries: 10, maxBytes: 10_000 };

function setUp(withEvents = true) {
  const clock = createFakeClock();
  const calls: string[] = [];
  const delivery: EventDelivery = {
    track: () => undefined,
    flush: ({ timeoutMs }) => {
      calls.push(`flush ${timeoutMs}`);
      return Promise.resolve(report);
    },
    close: ({ timeoutMs }) => {
      calls.push(`close ${timeoutMs}`);
      return Promise.resolve(report);
    },
    forget: (customerId) => {
      calls.push(`forget ${customerId}`);
      return Promise.resolve(4);
    },
    counts: () => {
      throw new Error('nobody asked');
    },
  };
  const cache = createAnswerCache(rules, clock);
  const forgotten = createForgottenCustomers(clock);
  const release = () => {
    calls.push('release');
    return Promise.resolve();
  };
  const lifecycle = createLifecycle({
    clock,
    delivery: withEvents ? delivery : undefined,
    cache,
    shared: {
      forget: async (customerId) => {
        await Promise.resolve();
        calls.push(`forget shared ${customerId}`);
      },
    },
    forgotten,
    host,
    release,
  });
  return { lifecycle, calls, cache, forgotten };
}

describe('flush', () => {
  it('delivers, for five seconds or as long as it is told, and says what came of it', async () => {
    const { lifecycle, calls } = setUp();

    expect(await lifecycle.flush()).toEqual(report);
    await lifecycle.flush({ timeoutMs: 10 });
    expect(calls).toEqual(['flush 5000', 'flush 10']);
  });

  it('has nothing to do with events: false', async () => {
    expect(await setUp(false).lifecycle.flush()).toEqual({ delivered: 0, dropped: 0, pending: 0 });
  });
});

describe('close', () => {
  it('delivers first, and frees the connections then', async () => {
    const { lifecycle, calls } = setUp();

    expect(await lifecycle.close({ timeoutMs: 20 })).toEqual(report);
    expect(calls).toEqual(['close 20', 'release']);
  });

  it('happens once, and gives the same promise', async () => {
    const { lifecycle, calls } = setUp();
    const first = lifecycle.close();

    expect(lifecycle.close({ timeoutMs: 1 })).toBe(first);
    await first;
    expect(calls).toEqual(['close 5000', 'release']);
  });

  it('frees the connections with events: false, too', async () => {
    const { lifecycle, calls } = setUp(false);
    await lifecycle.close();

    expect(calls).toEqual(['release']);
  });
});

it.each(['flush', 'close'] as const)('%s refuses a time that is none', (name) => {
  const { lifecycle } = setUp();
  const { message } = thrownBy(() => callUntyped(lifecycle[name], { timeoutMs: 0 }));

  expect(message).toMatch(
    new RegExp(`^${name}\\(\\{ timeoutMs \\}\\) must be a whole number of milliseconds from 1 to 60000; received 0`),
  );
});

describe('forget', () => {
  it('drops events and answers of the customer alone', async () => {
    const { lifecycle, calls, cache, forgotten } = setUp();
    cache.write('v1', 'hero', { experience: undefined }, '42');
    cache.write('v1', 'strip', { experience: undefined }, '42');
    cache.write('v2', 'hero', { experience: undefined }, '4');
    cache.write('v3', 'hero', { experience: undefined });

    expect(await lifecycle.forget({ customerId: 42 })).toEqual({ events: 4, answers: 2 });
    expect([calls, cache.size]).toEqual([['forget 42', 'forget shared 42'], 2]);
    expect(['42', '4'].map((customerId) => forgotten.hasSince(customerId, -Infinity))).toEqual([true, false]);
  });

  it.each([
    [undefined],
    [{}],
    [{ customerId: '' }],
    [{ customerId: ' ' }],
    [{ customerId: 1.5 }],
    ['jane@example.com'],
  ])('refuses %j, without showing it', (customer) => {
    const { code, message } = thrownBy(() => callUntyped(setUp().lifecycle.forget, customer));

    expect(code).toBe('MOE_OPTION_INVALID');
    expect(message).toMatch(/^forget\(\{ customerId \}\) must be a string .*; received a \w+, not shown/);
  });
});
