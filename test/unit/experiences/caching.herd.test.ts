import { createCounters } from '../../../src/core/counters.js';
import { createForgottenCustomers } from '../../../src/core/forgotten-customers.js';
import { createAnswerCache } from '../../../src/experiences/answer-cache.js';
import { readThrough, rememberAnswers } from '../../../src/experiences/caching.js';
import type { Ask } from '../../../src/experiences/sourced-outcome.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';
import { titled } from './fixtures/outcomes.js';

const keys = Array.from({ length: 10_000 }, (_, index) => `key-${index}`);
const ttlMs = 60_000;
const shortestMs = 0.9 * ttlMs;
const longestMs = 1.1 * ttlMs;
const stepMs = (longestMs - shortestMs) / 20;

const rules = {
  ttlMs,
  staleWhileRevalidateMs: stepMs,
  staleIfErrorMs: 0,
  maxEntries: keys.length,
  maxBytes: 100_000_000,
};

/** How many calls there are in each step while answers that came together expire, with pages that want all of them. */
async function countCallsByStep(random?: () => number): Promise<readonly number[]> {
  const clock = createFakeClock();
  let calls = 0;
  const network: Ask = (_visitor, asked) => {
    calls += asked.length;
    return Promise.resolve(asked === 'all' ? [] : [titled(asked, 'new')]);
  };
  const forgotten = createForgottenCustomers(clock);
  const ports = {
    cache: createAnswerCache(rules, clock, { ...(random && { random }) }),
    visitorKey: () => 'v',
    clock,
    forgotten,
  };
  const ask = readThrough(rememberAnswers(network, ports), {
    ...ports,
    counters: createCounters(),
    refreshMs: 500,
  });
  const visit = async (): Promise<number> => {
    const before = calls;
    await ask(createVisitor(), keys, { deadline: Infinity });
    return calls - before;
  };
  await visit();
  clock.advance(shortestMs);
  const byStep: number[] = [];
  while (clock.monotonic() < 1_000 + longestMs) {
    clock.advance(stepMs);
    byStep.push(await visit());
  }
  return byStep;
}

describe('ten thousand answers that came together', () => {
  it('are asked for again bit by bit: the most in a step is not half as much again as the mean', async () => {
    const byStep = await countCallsByStep();

    expect(byStep.reduce((sum, calls) => sum + calls)).toBe(keys.length);
    expect(Math.max(...byStep)).toBeLessThanOrEqual((1.5 * keys.length) / byStep.length);
  });

  it('would all be asked for at once if they lasted equally long', async () => {
    expect(Math.max(...(await countCallsByStep(() => 0.5)))).toBe(keys.length);
  });
});
