import { failing, setUp, setUpAnswered } from './fixtures/cached-network.js';
import { fetched, titled } from './fixtures/outcomes.js';

describe("a page's keys", () => {
  it('are asked for in one call where none is known', async () => {
    const { ask, asked } = setUp();
    await expect(ask(['a', 'b'])).resolves.toEqual({ a: 'network: new', b: 'network: new' });
    expect(asked()).toEqual([['a', 'b']]);
  });

  it('come from the cache while they are fresh, without a call', async () => {
    const { ask, asked } = await setUpAnswered(['a', 'b'], 999);
    await expect(ask(['b', 'a'])).resolves.toEqual({ a: 'cache: old', b: 'cache: old' });
    expect(asked().length).toBe(1);
  });

  it('come partly from the cache, and the rest is asked for in one call', async () => {
    const { ask, asked } = await setUpAnswered(['a', 'c'], 500);
    await expect(ask(['a', 'b', 'c', 'd'])).resolves.toEqual({
      a: 'cache: old',
      b: 'network: new',
      c: 'cache: old',
      d: 'network: new',
    });
    expect(asked()).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
  });

  it('are asked for again once they are no longer fresh', async () => {
    const { ask, asked } = await setUpAnswered(['a'], 1_000);
    await expect(ask(['a'])).resolves.toEqual({ a: 'network: new' });
    expect(asked().length).toBe(2);
  });

  it('are asked for each time where nothing is kept fresh, as is the default', async () => {
    const { ask, asked } = await setUpAnswered(['a'], 0, { ttlMs: 0 });
    await expect(ask(['a'])).resolves.toEqual({ a: 'network: new' });
    expect(asked().length).toBe(2);
  });

  it('are asked for with the limits of the page', async () => {
    const { ask, limits } = setUp();
    await ask(['a']);
    expect(limits()).toEqual([{ deadline: 5_100, hasSignal: true }]);
  });

  it('that are none ask nothing', async () => {
    const { ask, asked } = setUp();
    await expect(ask([])).resolves.toEqual({});
    expect(asked()).toEqual([]);
  });

  it("are another visitor's own", async () => {
    const { askAs, network } = setUp();
    network.answer = (keys) => [titled(keys === 'all' ? [] : keys, 'for one')];
    await askAs('one', ['a']);
    network.answer = (keys) => [titled(keys === 'all' ? [] : keys, 'for other')];
    await expect(askAs('other', ['a'])).resolves.toEqual({ a: 'network: for other' });
    await expect(askAs('one', ['a'])).resolves.toEqual({ a: 'cache: for one' });
  });
});

describe('what is remembered', () => {
  it.each([
    ['PERSONALIZATION_FAILED', 'stale: old'],
    ['MAX_LIMIT_BREACHED', 'stale: old'],
    ['USER_NOT_IN_SEGMENT', 'cache: none'],
  ])('of a key that the API says failed for %s is %s', async (reason, remembered) => {
    const { ask, network, clock } = await setUpAnswered(['a'], 1_000);
    network.answer = () => [fetched(['a'], {}, 'network', [{ reason, experienceKeys: ['a'] }])];
    await ask(['a']);
    network.answer = failing('TIMEOUT');
    clock.advance(1);
    await expect(ask(['a'])).resolves.toEqual({ a: remembered });
  });

  it('includes that nothing matched', async () => {
    const { ask, asked, network } = setUp();
    network.answer = () => [fetched(['a'], {})];
    await ask(['a']);
    await expect(ask(['a'])).resolves.toEqual({ a: 'cache: none' });
    expect(asked().length).toBe(1);
  });

  it('takes the place of what was known', async () => {
    const { ask, clock } = await setUpAnswered(['a'], 1_000);
    await ask(['a']);
    clock.advance(999);
    await expect(ask(['a'])).resolves.toEqual({ a: 'cache: new' });
  });

  it('does not include what came malformed, of which an older answer is not lost', async () => {
    const { ask, network, cache } = await setUpAnswered(['a', 'b'], 1_000);
    network.answer = () => [fetched(['a', 'b'], { a: 7, b: { payload: { Title: 'new' } } })];
    await ask(['a', 'b']);
    network.answer = failing('TIMEOUT');
    await expect(ask(['a', 'b'])).resolves.toEqual({ a: 'stale: old', b: 'cache: new' });
    expect(cache.size).toBe(2);
  });

  it('does not include what came without being asked for', async () => {
    const { ask, network, cache } = setUp();
    network.answer = () => [fetched(['a'], { a: { payload: { Title: 'A' } }, other: { payload: { Title: 'O' } } })];
    await ask(['a']);
    expect(cache.size).toBe(1);
  });

  it.each(['TIMEOUT', 'HTTP_ERROR', 'ABORTED'] as const)('does not include a failure by %s', async (reason) => {
    const { ask, network, cache } = setUp();
    network.answer = failing(reason);
    await ask(['a']);
    expect(cache.size).toBe(0);
  });

  it('does not include keys that were not worth asking for', async () => {
    const { ask, network, cache } = setUp();
    network.answer = () => [{ kind: 'inactive', keys: ['a'] }];
    await expect(ask(['a'])).resolves.toEqual({ a: 'NOT_ACTIVE' });
    expect(cache.size).toBe(0);
  });
});

describe('everything', () => {
  it('is always asked for', async () => {
    const { ask, asked } = setUp();
    await ask('all');
    await ask('all');
    expect(asked()).toEqual(['all', 'all']);
  });

  it('is not remembered, not even by key', async () => {
    const { ask, network, cache } = setUp();
    network.answer = () => [fetched('all', { a: { payload: { Title: 'A' } } })];
    await ask('all');
    expect(cache.size).toBe(0);
  });

  it('that cannot be had is a failure, whatever is known', async () => {
    const { ask, network } = await setUpAnswered(['a'], 5_000);
    network.answer = failing('TIMEOUT');
    await expect(ask('all')).resolves.toEqual({ all: 'TIMEOUT' });
  });
});

describe('the counters', () => {
  it('tell how many keys came from the cache, fresh and stale', async () => {
    const { ask, network, counters, clock } = await setUpAnswered(['a', 'b'], 500);
    await ask(['a', 'b', 'c']);
    expect([counters.freshHits, counters.staleHits]).toEqual([2, 0]);
    clock.advance(5_000);
    network.answer = failing('TIMEOUT');
    await ask(['a', 'b', 'c', 'd']);
    expect([counters.freshHits, counters.staleHits]).toEqual([2, 3]);
  });

  it('do not take an answer of the network for one of the cache', async () => {
    const { ask, counters } = setUp();
    await ask(['a', 'b']);
    expect([counters.freshHits, counters.staleHits]).toEqual([0, 0]);
  });
});
