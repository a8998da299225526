import { createVisitor } from '../../support/visitor.js';
import { failed, titled, turn } from './fixtures/outcomes.js';
import { setUp, setUpKnown } from './fixtures/sharing.js';

describe('what one process knows', () => {
  it('another need not ask for', async () => {
    const { other, pass } = await setUpKnown();
    await pass(9_000 - 100);
    await expect(other.page()).resolves.toEqual({ a: 'cache: old' });
    expect([other.calls.length, other.counters.shared]).toEqual([0, { hits: 1, misses: 0, unreadable: 0, trouble: 0 }]);
  });

  it('another looks for once, and then knows itself', async () => {
    const { other, store } = await setUpKnown();
    await other.page();
    const looks = store.looks();
    await expect(other.page()).resolves.toEqual({ a: 'cache: old' });
    expect(store.looks()).toBe(looks);
  });

  it('grows old by the clock of the store', async () => {
    const { other, pass } = await setUpKnown();
    await pass(5_000);
    await other.page();
    await pass(6_500);
    void other.page();
    await turn();
    expect(other.calls.length).toBe(1);
  });

  it('is fresh in another no longer than an answer of its own, whatever the store says', async () => {
    const { other, store, pass } = await setUpKnown();
    store.prolong(1e9);
    await expect(other.page()).resolves.toEqual({ a: 'cache: old' });
    store.isAway = true;
    await pass(11_500);
    void other.page();
    await turn();
    expect(other.calls.length).toBe(1);
  });

  it('another asks the rest for', async () => {
    const { other } = await setUpKnown(undefined, 'a', 'c');
    const page = other.page(['a', 'b', 'c']);
    await turn();
    expect(other.calls.map(({ keys }) => keys)).toEqual([['b']]);
    await other.answer(0, titled(['b'], 'new'));
    await expect(page).resolves.toEqual({ a: 'cache: old', b: 'network: new', c: 'cache: old' });
  });

  it('is nobody else’s', async () => {
    const { other } = await setUpKnown();
    void other.page(['a'], 'another');
    void other.page(['b']);
    await turn();
    expect(other.calls.length).toBe(2);
  });

  it('means nothing to a process with another API key', async () => {
    const { startProcess } = await setUpKnown();
    const stranger = startProcess('another key');
    void stranger.page();
    await turn();
    expect(stranger.calls.length).toBe(1);
  });

  it('includes that nothing matched', async () => {
    const { one, other } = setUp();
    const page = one.page();
    await turn();
    await one.answer(0, titled([], 'x'), { ...titled([], 'x'), keys: ['a'] });
    await page;
    await expect(other.page()).resolves.toEqual({ a: 'cache: none' });
  });

  it('can be read by nobody in the store', async () => {
    const { store } = await setUpKnown();
    expect(store.texts().length).toBe(1);
    expect(store.texts().join()).not.toMatch(/old|Title|somebody/);
  });
});

describe('a text that was spoilt', () => {
  it.each(['', 'x', 'AQ'.repeat(40), '{"staleMs":1}'])(
    'to %j is asked for anew, counted, and warned of once',
    async (text) => {
      const { other, store } = await setUpKnown(undefined, 'a', 'b');
      store.spoil(text);
      void other.page(['a', 'b']);
      await turn();
      expect(other.calls.map(({ keys }) => keys)).toEqual([['a', 'b']]);
      expect(other.counters.shared.unreadable).toBe(2);
      expect(other.logger.lines.map(({ fields }) => fields)).toEqual([{ code: 'MOE_WARN_CACHE_STORE' }]);
    },
  );

  it('by another visitor’s own is asked for anew', async () => {
    const { one, other, store } = await setUpKnown();
    const [text = ''] = store.texts();
    const page = one.page(['a'], 'another');
    await turn();
    await one.answer(1, titled(['a'], 'for another'));
    await page;
    store.spoil(text);
    void other.page(['a'], 'another');
    await turn();
    expect(other.calls.length).toBe(1);
  });
});

it('everything is asked for, whatever the store has', async () => {
  const { other, store } = await setUpKnown();
  const looks = store.looks();
  void other.ask(createVisitor({ identity: { customerId: 'somebody' } }), 'all', { deadline: 1e9 });
  await turn();
  expect([other.calls.map(({ keys }) => keys), store.looks() - looks]).toEqual([['all'], 0]);
});

it('without the store each process asks for itself', async () => {
  const { one, other, store } = setUp();
  store.isAway = true;
  void one.page();
  void other.page();
  await turn();
  expect([one.calls.length, other.calls.length, store.looks()]).toEqual([1, 1, 0]);
});

describe('an answer that is used while it is asked for again', () => {
  const options = { ttlMs: 1_000, staleWhileRevalidateMs: 5_000 };

  it('is used by all, and asked for by one', async () => {
    const { other, startProcess, pass } = await setUpKnown(options);
    await pass(1_200);
    const third = startProcess();
    await expect(other.page()).resolves.toEqual({ a: 'cache: old' });
    await expect(third.page()).resolves.toEqual({ a: 'cache: old' });
    expect([other.calls.length, third.calls.length]).toEqual([1, 0]);
    expect(other.calls[0]?.limits.isRefresh).toBe(true);
    await other.answer(0, titled(['a'], 'new'));
    await pass(30);
    const fourth = startProcess();
    await expect(fourth.page()).resolves.toEqual({ a: 'cache: new' });
  });

  it('is fetched from the store where another process has asked already', async () => {
    const { one, other, pass } = await setUpKnown(options);
    await pass(1_200);
    await other.page();
    await other.answer(0, titled(['a'], 'new'));
    await expect(one.page()).resolves.toEqual({ a: 'cache: old' });
    await turn();
    await expect(one.page()).resolves.toEqual({ a: 'cache: new' });
    expect(one.calls.length).toBe(1);
  });
});

it('an older answer stands in where asking fails, whichever process had it', async () => {
  const { other, pass } = await setUpKnown({ ttlMs: 1_000, staleIfErrorMs: 60_000 });
  await pass(1_200);
  const page = other.page();
  await turn();
  await other.answer(0, failed(['a'], 'HTTP_ERROR', 500));
  await expect(page).resolves.toEqual({ a: 'stale: old' });
});

describe('a customer who is forgotten', () => {
  it('is forgotten by the store', async () => {
    const { one, other, store } = await setUpKnown();
    await one.shared?.forget('somebody');
    expect(store.texts()).toEqual([]);
    void other.page();
    await turn();
    expect(other.calls.length).toBe(1);
  });

  it('leaves nothing there by a call that was under way', async () => {
    const { one, store } = setUp();
    void one.page();
    await turn();
    one.forgotten.add('somebody');
    await one.answer(0, titled(['a'], 'late'));
    expect(store.texts()).toEqual([]);
  });
});
