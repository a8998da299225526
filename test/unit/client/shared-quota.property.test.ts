import type { SharedQuota } from '../../../src/client/shared-quota.js';
import { createSeededRandom, newSeed } from '../../support/seeded-random.js';
import { setUp } from './fixtures/sharing-processes.js';

const seed = Number(process.env.QUOTA_SEED ?? newSeed());

/** The most in any minute, wherever it begins. */
function mostInMinute(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.max(...sorted.map((from, first) => sorted.slice(first).filter((time) => time < from + 60_000).length));
}

it(`whatever happens to the store and on the way, no minute has more than the quota (seed ${seed})`, async () => {
  const random = createSeededRandom(seed);
  let total = 0;
  for (let run = 0; run < 12; run += 1) {
    const { clock, store, start, pass } = setUp(99, 3);
    store.delayMs = run % 3 === 0 ? 0 : 30;
    const processes = [start(), start(), start()];
    const arrived: number[] = [];
    // From the moment at which it would be sent, before time goes on, a call is on its way for up to a second.
    const note = (isTaken: boolean): void => {
      if (isTaken) arrived.push(clock.monotonic() + (random() < 0.5 ? 0 : random() * 1_000));
    };
    const take = (quota: SharedQuota, isRefresh: boolean): void => {
      const isTaken = quota.take({ isRefresh });
      if (typeof isTaken === 'boolean') note(isTaken);
      else void isTaken.then(note);
    };
    for (let step = 0; step < 400; step += 1) {
      const event = random();
      if (event < 0.02) store.isAway = !store.isAway;
      else if (event < 0.03 && store.isAway) store.lose();
      else if (event < 0.6) await pass(Math.floor(random() * 1_500));
      else {
        const quota = processes[Math.floor(random() * 3)];
        for (let call = random() * 40; quota && call > 0; call -= 1) take(quota, random() < 0.3);
      }
    }
    total += arrived.length;
    expect(mostInMinute(arrived)).toBeLessThanOrEqual(99);
  }
  expect(total).toBeGreaterThan(2_000);
});
