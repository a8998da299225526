import { parseCache } from '../../../src/config/cache-options.js';
import { createCounters } from '../../../src/core/counters.js';
import { createForgottenCustomers } from '../../../src/core/forgotten-customers.js';
import { silentLogger } from '../../../src/core/logger.js';
import { Secret } from '../../../src/core/secret.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { assembleAsk } from '../../../src/experiences/assemble-ask.js';
import type { Ask } from '../../../src/experiences/sourced-outcome.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';
import { titled } from './fixtures/outcomes.js';

const visitors = Array.from({ length: 10_000 }, (_, index) =>
  createVisitor({ identity: { customerId: `customer_${index}` } }),
);
const ttlMs = 60_000;
const stepMs = 500;

/** Of the mean rate of the time in which the answers expire. */
const mostTimes = 1.5;

it('ten thousand answers that came at once are asked for again at an even rate when they expire', async () => {
  const clock = createFakeClock();
  let calls = 0;
  const network: Ask = (_visitor, keys) => {
    calls += 1;
    return Promise.resolve([titled(keys === 'all' ? [] : keys, 'new')]);
  };
  const { ask } = assembleAsk(
    network,
    () => undefined,
    {
      cache: parseCache({ ttlMs, maxEntries: 20_000, vary: ['identity'] }),
      timeoutMs: 500,
      apiKey: new Secret('key'),
      workspaceId: 'WS',
    },
    {
      clock,
      counters: createCounters(),
      forgotten: createForgottenCustomers(clock),
      warnings: createWarnings(silentLogger, clock),
    },
  );
  /** Every visitor looks; how many calls that makes. */
  const visitAll = async (): Promise<number> => {
    const before = calls;
    await Promise.all(visitors.map((visitor) => ask(visitor, ['hero'], { deadline: clock.monotonic() + 500 })));
    return calls - before;
  };

  expect(await visitAll()).toBe(visitors.length);
  clock.advance(0.85 * ttlMs);
  const rates: number[] = [];
  while (rates.length < (0.3 * ttlMs) / stepMs) {
    clock.advance(stepMs);
    rates.push(await visitAll());
  }

  const busy = rates.filter((rate) => rate > 0);
  const mean = visitors.length / busy.length;
  process.stdout.write(
    `10,000 expire in ${(busy.length * stepMs) / 1_000} s: ${Math.max(...rates)} a step, mean ${mean}\n`,
  );
  expect(rates.reduce((sum, rate) => sum + rate, 0)).toBe(visitors.length);
  expect(Math.max(...rates)).toBeLessThanOrEqual(mostTimes * mean);
  // All at once would be an even rate, too.
  expect(busy.length).toBeGreaterThan((0.15 * ttlMs) / stepMs);
});
