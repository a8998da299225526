import { failed, titled, turn } from './fixtures/outcomes.js';
import { setUp, setUpWaiting } from './fixtures/sharing.js';

describe('who finds that another asks', () => {
  it('waits for the answer', async () => {
    const { one, other, asker, waiter, pass } = await setUpWaiting();
    expect([one.calls.length, other.calls.length]).toEqual([1, 0]);
    await one.answer(0, titled(['a'], 'new'));
    await pass(25);
    await expect(asker).resolves.toEqual({ a: 'network: new' });
    await expect(waiter).resolves.toEqual({ a: 'network: new' });
    expect([other.calls.length, other.counters.coalesced]).toEqual([0, 1]);
  });

  it('gets it even where nothing is fresh for any time', async () => {
    const { one, other, waiter, pass } = await setUpWaiting({ ttlMs: 0, staleIfErrorMs: 0 });
    await one.answer(0, titled(['a'], 'new'));
    await pass(25);
    await expect(waiter).resolves.toEqual({ a: 'network: new' });
    expect(other.calls.length).toBe(0);
  });

  it.each(['HTTP_ERROR', 'NETWORK_ERROR', 'BAD_RESPONSE'] as const)('hears that it failed by %s', async (reason) => {
    const { one, other, waiter, pass } = await setUpWaiting();
    await one.answer(0, failed(['a'], reason, reason === 'HTTP_ERROR' ? 500 : undefined));
    await pass(25);
    await expect(waiter).resolves.toEqual({ a: reason });
    expect(other.calls.length).toBe(0);
  });

  it.each(['TIMEOUT', 'ABORTED', 'RATE_LIMITED', 'OVERLOADED', 'BREAKER_OPEN'] as const)(
    'asks for itself after %s, which says nothing of how it will fare',
    async (reason) => {
      const { one, other, waiter, pass } = await setUpWaiting();
      await one.answer(0, failed(['a'], reason));
      await pass(25);
      expect(other.calls.length).toBe(1);
      await other.answer(0, titled(['a'], 'own'));
      await expect(waiter).resolves.toEqual({ a: 'network: own' });
    },
  );

  it('takes over where the other died, and then only one does', async () => {
    const { other, startProcess, pass } = await setUpWaiting();
    await pass(400);
    const third = startProcess();
    const pages = [other.page(['a'], 'somebody', 5_000), third.page(['a'], 'somebody', 5_000)];
    await pass(450);
    expect(other.calls.length + third.calls.length).toBe(1);
    await other.answer(0, titled(['a'], 'late'));
    await third.answer(0, titled(['a'], 'late'));
    await pass(25);
    await expect(Promise.all(pages)).resolves.toEqual([{ a: 'network: late' }, { a: 'network: late' }]);
  });

  it('goes on at its own deadline', async () => {
    const { other, pass } = await setUpWaiting();
    const page = other.page(['a'], 'somebody', 100);
    await pass(100);
    await expect(page).resolves.toEqual({ a: 'TIMEOUT' });
  });

  it('looks seldom', async () => {
    const { pass, store } = await setUpWaiting();
    const looks = store.looks();
    await pass(200);
    expect(store.looks() - looks).toBeLessThanOrEqual(12);
    expect(store.looks() - looks).toBeGreaterThan(5);
  });

  it('leaves no timer behind when its visitor has left', async () => {
    const { one, other, clock, pass } = setUp();
    void one.page();
    await turn();
    const leaver = new AbortController();
    const page = other.page(['a'], 'somebody', 500, leaver.signal);
    await turn();
    leaver.abort();
    await expect(page).resolves.toEqual({ a: 'ABORTED' });
    await one.answer(0, titled(['a'], 'new'));
    await pass(5);
    expect(clock.pendingTimers).toBe(0);
  });

  it('asks for itself where the store goes away meanwhile', async () => {
    const { other, store, pass } = await setUpWaiting();
    store.isAway = true;
    await pass(25);
    expect([other.calls.length, other.counters.shared.trouble]).toEqual([1, 1]);
  });
});
