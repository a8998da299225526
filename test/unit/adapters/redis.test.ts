import { createRedisStores } from '../../../src/adapters/redis.js';
import { createMemoryEventStore } from '../../../src/events/memory-event-store.js';
import { createStorePorts } from '../../support/event-store-ports.js';
import { everything, named } from '../../support/event-store-subject.js';
import { createFakeRedisClient } from '../../support/redis-fake-client.js';
import { callUntyped, thrownBy } from '../../support/thrown.js';

const client = createFakeRedisClient();

describe('createRedisStores refuses', () => {
  it.each([
    [undefined, 'MOE_OPTION_INVALID', 'createRedisStores(options) must be an object; received a undefined'],
    [{}, 'MOE_OPTION_MISSING', /^client is missing/],
    [{ client: 'redis://localhost' }, 'MOE_OPTION_INVALID', /^client must be made by createClient/],
    [{ client: { sendCommand: String, on: String, connect: String } }, 'MOE_OPTION_INVALID', /^client must be made/],
    [{ client, prefix: '' }, 'MOE_OPTION_INVALID', /^prefix must be 1 to 100 letters/],
    [{ client, prefix: 'a b' }, 'MOE_OPTION_INVALID', /^prefix must be/],
    [{ client, prefix: 'a{b}' }, 'MOE_OPTION_INVALID', /^prefix must be/],
    [{ client, fallback: 'disk' }, 'MOE_OPTION_INVALID', /^fallback must be an event store/],
    [{ client, prefx: 'a' }, 'MOE_OPTION_UNKNOWN', /has no "prefx": did you mean prefix\?/],
  ])('%p', (options, code, message) => {
    const error = thrownBy(() => callUntyped(createRedisStores, options));
    expect(error.code).toBe(code);
    if (typeof message === 'string') expect(error.message).toContain(message);
    else expect(error.message).toMatch(message);
  });
});

it('createRedisStores gives a store for each option of that name', () => {
  const stores = createRedisStores({ client, prefix: 'shop:1', fallback: createMemoryEventStore() });
  expect(Object.keys(stores)).toEqual(['cache', 'quota', 'events']);
});

it('an event store that does not know whose its events are keeps them, and sends nothing to Redis', async () => {
  const ports = createStorePorts();
  const { events } = createRedisStores({ client: createFakeRedisClient() });
  const store = events.open(ports);
  store.add(named('a'));
  await store.flush();
  expect(ports.warned).toEqual([expect.stringContaining('opened without a workspace')]);
  expect(await store.take(everything)).toHaveLength(1);
  expect([await events.deadLetters(), client.sent]).toEqual([[], []]);
  await store.close();
});
