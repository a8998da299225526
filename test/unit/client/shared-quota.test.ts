import { setUp, setUpGrown, takeUpTo, turn } from './fixtures/sharing-processes.js';

describe('a quota that processes share', () => {
  it('is that of all of them together', async () => {
    const { one, other, pass } = await setUpGrown();
    expect(await takeUpTo(one, 60)).toBe(60);
    const atOnce = await takeUpTo(other, 60);
    // What the first one took in vain it gives back.
    await pass(2_000);
    const later = await takeUpTo(other, 60);
    expect(60 + atOnce + later).toBeGreaterThanOrEqual(95);
    expect(60 + atOnce + later).toBeLessThanOrEqual(100);
  });

  it('is whole again a few seconds after the minute', async () => {
    const { one, other, pass } = await setUpGrown();
    await takeUpTo(one, 100);
    await pass(59_000);
    expect(await takeUpTo(other, 100)).toBeLessThanOrEqual(5);
    await pass(6_000);
    expect(await takeUpTo(other, 100)).toBeGreaterThanOrEqual(90);
  });

  it('has some calls at hand, which no page waits for', async () => {
    const { one } = await setUpGrown();
    expect([one.take(), one.take(), one.take()]).toEqual([true, true, true]);
  });

  it('asks the store once for all that wait, or twice', async () => {
    const { one, store } = await setUpGrown(1_000);
    const before = store.exchanges();
    expect(await takeUpTo(one, 500)).toBe(500);
    expect(store.exchanges() - before).toBeLessThanOrEqual(3);
  });

  it('asks the store no more than once a second once it is used up', async () => {
    const { one, store } = await setUpGrown();
    await takeUpTo(one, 200);
    const before = store.exchanges();
    expect(await takeUpTo(one, 500)).toBe(0);
    expect(store.exchanges() - before).toBeLessThanOrEqual(1);
  });

  it('keeps the last fifth for who has nothing', async () => {
    const { one } = await setUpGrown();
    expect(await takeUpTo(one, 200, true)).toBeLessThanOrEqual(80);
    expect(await takeUpTo(one, 200)).toBeGreaterThanOrEqual(15);
  });

  it('gives back what a process does not use, and what one has that ends', async () => {
    const { one, other, pass } = await setUpGrown();
    await takeUpTo(one, 30);
    await pass(3_000);
    one.close();
    await turn();
    expect(await takeUpTo(other, 200)).toBe(70);
  });

  it('says what is left', async () => {
    const { one, pass } = await setUpGrown();
    await takeUpTo(one, 40);
    await pass(2_000);
    expect(one.left).toBeGreaterThanOrEqual(55);
    expect(one.left).toBeLessThanOrEqual(60);
  });
});

describe('while the count is away', () => {
  it('a process that never saw it has its part', async () => {
    const { start, store } = setUp();
    store.isAway = true;
    expect(await takeUpTo(start(), 100)).toBe(25);
  });

  it('a process that did goes on with what was at hand, then as before, and then has its part', async () => {
    const { one, pass, store } = await setUpGrown();
    await takeUpTo(one, 80);
    await pass(1_000);
    store.isAway = true;
    await pass(1_000);
    expect(await takeUpTo(one, 100)).toBeLessThanOrEqual(20);
    await pass(62_500);
    expect(await takeUpTo(one, 100)).toBeGreaterThanOrEqual(80);
    await pass(65_000);
    expect(await takeUpTo(one, 100)).toBe(50);
  });

  it('for one process alone, the others need not do without for what that one made more than a minute ago', async () => {
    const { one, other, pass, store } = await setUpGrown();
    store.lost = 1;
    let alone = 0;
    for (let minute = 0; minute < 6; minute += 1) {
      alone += await takeUpTo(one, 100);
      await pass(65_000);
    }
    expect(alone).toBeGreaterThan(150);
    await pass(4_000);
    store.lost = 0;
    await pass(6_000);
    expect(await takeUpTo(other, 100)).toBeGreaterThanOrEqual(80);
  });

  it('no page waits', async () => {
    const { one, pass, store } = await setUpGrown();
    store.isAway = true;
    await pass(1_000);
    expect([one.take(), one.take(), typeof one.take()]).toEqual([true, true, 'boolean']);
  });

  it('what only refreshes leaves a fifth', async () => {
    const { start, store } = setUp();
    store.isAway = true;
    const quota = start();
    expect([await takeUpTo(quota, 100, true), await takeUpTo(quota, 100)]).toEqual([20, 5]);
  });
});

it('a pause that one process is told of is heard by the others within a second', async () => {
  const { one, pauses, pass } = await setUpGrown();
  one.tellPause(30_000);
  await pass(1_000);
  expect(pauses.length).toBeGreaterThanOrEqual(2);
  expect(Math.min(...pauses)).toBeGreaterThan(28_000);
});

it('a process that was closed asks nothing more', async () => {
  const { one, other, clock } = await setUpGrown();
  one.close();
  other.close();
  await turn();
  expect(clock.pendingTimers).toBe(0);
});

it('while the count is an infant each process goes on by itself, within what it has told', async () => {
  const { start, pass } = setUp();
  const [one, other] = [start(), start()];
  await pass(1_000);
  expect([await takeUpTo(one, 100), await takeUpTo(other, 100)]).toEqual([25, 25]);
});

it('what is on its way to the store is waited for, and nothing is done alone meanwhile', async () => {
  const { start, store, clock } = setUp();
  store.delayMs = 20;
  const quota = start();
  const taken = quota.take();
  expect(taken).toBeInstanceOf(Promise);
  clock.advance(20);
  await expect(taken).resolves.toBe(true);
});

it('where only this process may have lost its way it does not use again what others may have been given', async () => {
  const { one, pass, store } = await setUpGrown();
  expect(await takeUpTo(one, 40)).toBe(40);
  await pass(59_500);
  store.isAway = true;
  await pass(1_500);
  expect(await takeUpTo(one, 100)).toBeLessThanOrEqual(10);
  await pass(3_000);
  expect(await takeUpTo(one, 100)).toBeGreaterThanOrEqual(30);
});

it('what one process sends late and what it sends later on are not one minute of more than its part', async () => {
  const { start, store, pass } = setUp();
  store.isAway = true;
  const quota = start();
  expect(await takeUpTo(quota, 100)).toBe(25);
  // Those may have left a second after they were taken.
  await pass(61_500);
  expect(await takeUpTo(quota, 100)).toBe(0);
  await pass(3_500);
  expect(await takeUpTo(quota, 100)).toBe(25);
});
