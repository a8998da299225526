import { readThrough } from '../../../src/experiences/caching.js';
import { createVisitor } from '../../support/visitor.js';
import { failing, setUp, setUpAnswered } from './fixtures/cached-network.js';
import { failed, fetched, titled, turn } from './fixtures/outcomes.js';

describe('an older answer', () => {
  const reasons = [
    'TIMEOUT',
    'NETWORK_ERROR',
    'HTTP_ERROR',
    'UNAUTHORIZED',
    'RATE_LIMITED',
    'BREAKER_OPEN',
    'OVERLOADED',
    'BAD_RESPONSE',
  ] as const;

  it.each(reasons)('stands in where asking fails by %s', async (reason) => {
    const { ask, network } = await setUpAnswered(['a'], 5_000);
    network.answer = failing(reason);
    await expect(ask(['a'])).resolves.toEqual({ a: 'stale: old' });
  });

  it('does not stand in for a visitor who has left', async () => {
    const { ask, network } = await setUpAnswered(['a'], 5_000);
    network.answer = failing('ABORTED');
    await expect(ask(['a'])).resolves.toEqual({ a: 'ABORTED' });
  });

  it('does not stand in where asking goes well, though nothing matches any more', async () => {
    const { ask, network } = await setUpAnswered(['a'], 5_000);
    network.answer = () => [fetched(['a'], {})];
    await expect(ask(['a'])).resolves.toEqual({ a: 'network: none' });
  });

  it('may be that nothing matched', async () => {
    const { ask, network, clock } = setUp();
    network.answer = () => [fetched(['a'], {})];
    await ask(['a']);
    clock.advance(5_000);
    network.answer = failing('TIMEOUT');
    await expect(ask(['a'])).resolves.toEqual({ a: 'stale: none' });
  });

  it.each([
    [10_999, 'stale: old'],
    [11_000, 'TIMEOUT'],
  ])('of %d ms is %s', async (ageMs, expected) => {
    const { ask, network } = await setUpAnswered(['a'], ageMs);
    network.answer = failing('TIMEOUT');
    await expect(ask(['a'])).resolves.toEqual({ a: expected });
  });

  it('stands in for the keys that have one, and the failure is for the rest', async () => {
    const { ask, network } = await setUpAnswered(['a', 'c'], 5_000);
    network.answer = failing('HTTP_ERROR');
    await expect(ask(['a', 'b', 'c'])).resolves.toEqual({ a: 'stale: old', b: 'HTTP_ERROR', c: 'stale: old' });
  });

  it('stands in for the keys of the part that failed alone', async () => {
    const { ask, network } = await setUpAnswered(['a', 'c'], 5_000);
    network.answer = () => [titled(['a', 'b'], 'new'), failed(['c', 'd'], 'BREAKER_OPEN')];
    await expect(ask(['a', 'b', 'c', 'd'])).resolves.toEqual({
      a: 'network: new',
      b: 'network: new',
      c: 'stale: old',
      d: 'BREAKER_OPEN',
    });
  });

  it('stands in for no other visitor', async () => {
    const { askAs, network } = await setUpAnswered(['a'], 5_000);
    network.answer = failing('TIMEOUT');
    await expect(askAs('somebody else', ['a'])).resolves.toEqual({ a: 'TIMEOUT' });
  });

  it('leaves the failure whole, with its status', async () => {
    const { cache, clock, counters } = setUp();
    const failure = failed(['a'], 'HTTP_ERROR', 503);
    const ports = { cache, clock, counters, visitorKey: () => 'v', refreshMs: 500 };
    const ask = readThrough(() => Promise.resolve([failure]), ports);
    await expect(ask(createVisitor(), ['a'], { deadline: 6_000 })).resolves.toEqual([failure]);
  });
});

describe('an answer that may be used while it is asked for again', () => {
  const changes = { staleWhileRevalidateMs: 500 };

  it('is used at once, though the call takes its time', async () => {
    const { ask, asked } = await setUpAnswered(['a'], 1_499, changes);
    await expect(ask(['a'])).resolves.toEqual({ a: 'cache: old' });
    expect(asked()).toEqual([['a'], ['a']]);
  });

  it('is fresh again for the next page', async () => {
    const { ask, asked } = await setUpAnswered(['a'], 1_200, changes);
    await ask(['a']);
    await turn();
    await expect(ask(['a'])).resolves.toEqual({ a: 'cache: new' });
    expect(asked().length).toBe(2);
  });

  it("is asked for with a budget of its own, behind the page's back", async () => {
    const { ask, limits, clock } = await setUpAnswered(['a'], 1_200, changes);
    await ask(['a']);
    expect(limits()[1]).toEqual({ deadline: clock.monotonic() + 500, hasSignal: false });
  });

  it('is asked for with the others of its kind, and apart from what is missing', async () => {
    const { ask, asked } = await setUpAnswered(['a', 'b'], 1_200, changes);
    await expect(ask(['a', 'b', 'c'])).resolves.toEqual({ a: 'cache: old', b: 'cache: old', c: 'network: new' });
    expect(asked()).toEqual([['a', 'b'], ['a', 'b'], ['c']]);
  });

  it('stays in use where that fails', async () => {
    const { ask, network } = await setUpAnswered(['a'], 1_200, changes);
    network.answer = failing('TIMEOUT');
    await ask(['a']);
    await turn();
    await expect(ask(['a'])).resolves.toEqual({ a: 'cache: old' });
  });

  it.each([0, 999, 1_500, 5_000])('is not asked for behind the back of a page at %d ms', async (ageMs) => {
    const { ask, limits } = await setUpAnswered(['a'], ageMs, changes);
    await ask(['a']);
    expect(limits().filter(({ hasSignal }) => !hasSignal)).toEqual([]);
  });
});
