import { createForgottenCustomers } from '../../../src/core/forgotten-customers.js';
import { createAnswerCache } from '../../../src/experiences/answer-cache.js';
import { rememberAnswers } from '../../../src/experiences/caching.js';
import type { SourcedOutcome } from '../../../src/experiences/sourced-outcome.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';

const rules = { ttlMs: 1_000, staleWhileRevalidateMs: 0, staleIfErrorMs: 0, maxEntries: 10, maxBytes: 10_000 };

/** A network that answers when the test says so. */
function setUp() {
  const clock = createFakeClock();
  const cache = createAnswerCache(rules, clock);
  const forgotten = createForgottenCustomers(clock);
  const answers: (() => void)[] = [];
  const noMatch: readonly SourcedOutcome[] = [
    {
      kind: 'fetched',
      keys: ['hero'],
      answer: { experiences: new Map(), dropped: [], failures: [] },
      source: 'network',
    },
  ];
  const ask = rememberAnswers(
    () =>
      new Promise((resolve) => {
        answers.push(() => {
          resolve(noMatch);
        });
      }),
    { cache, visitorKey: (visitor) => visitor.identity.customerId ?? '', clock, forgotten },
  );
  const askAs = (customerId: string) =>
    ask(createVisitor({ identity: { customerId } }), ['hero'], { deadline: clock.monotonic() + 500 });
  return { clock, cache, forgotten, answers, askAs };
}

describe('the answer for a customer who is forgotten meanwhile', () => {
  it('is not kept, though the page gets it', async () => {
    const { cache, forgotten, answers, askAs } = setUp();
    const [jane, joe] = [askAs('jane'), askAs('joe')];
    forgotten.add('jane');
    for (const answer of answers) answer();

    expect(await jane).toHaveLength(1);
    await joe;
    expect(['jane', 'joe'].map((customer) => cache.read(customer, 'hero') !== undefined)).toEqual([false, true]);
  });

  it('is kept where it was asked for later', async () => {
    const { clock, cache, forgotten, answers, askAs } = setUp();
    forgotten.add('jane');
    clock.advance(1);
    const asked = askAs('jane');
    answers[0]?.();
    await asked;

    expect(cache.read('jane', 'hero')).toBeDefined();
  });
});
