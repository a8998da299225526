import { createForgottenCustomers } from '../../../src/core/forgotten-customers.js';
import { createAnswerCache } from '../../../src/experiences/answer-cache.js';
import { rememberAnswers } from '../../../src/experiences/caching.js';
import type { SourcedOutcome } from '../../../src/experiences/sourced-outcome.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';

const rules = { ttlMs: 1_000, staleWhileRevalidateMs: 0, staleIfErrorMs: 0, maxEntries: 10, maxBytes: 10_000 };

/** A network that answers when the test says so, in a process whose loop turns when the test says so. */
function setUp(changes: Partial<typeof rules> = {}) {
  const turns: (() => void)[] = [];
  const clock = {
    ...createFakeClock(),
    nextTurn(callback: () => void) {
      turns.push(callback);
    },
  };
  const cache = createAnswerCache({ ...rules, ...changes }, clock);
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
  const turn = (): void => {
    for (const callback of turns.splice(0)) callback();
  };
  return { clock, cache, forgotten, answers, askAs, turn };
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

describe('an answer that nobody looks for before a call fails', () => {
  const lastResort = { ttlMs: 0, staleIfErrorMs: 10_000 };

  it('is put away once the page has gone on with it', async () => {
    const { cache, answers, askAs, turn } = setUp(lastResort);
    const asked = askAs('jane');
    answers[0]?.();

    expect(await asked).toHaveLength(1);
    expect(cache.size).toBe(0);
    turn();
    expect(cache.read('jane', 'hero')).toMatchObject({ freshness: 'stale' });
  });

  it('ends no process where it cannot be put away', async () => {
    const { cache, answers, askAs, turn } = setUp(lastResort);
    jest.spyOn(cache, 'write').mockImplementation(() => {
      throw new Error('no room');
    });
    const asked = askAs('jane');
    answers[0]?.();
    await asked;

    expect(turn).not.toThrow();
    expect(cache.size).toBe(0);
  });

  it('is not kept of a customer who is forgotten at that moment', async () => {
    const { cache, answers, askAs, forgotten, turn } = setUp(lastResort);
    const asked = askAs('jane');
    answers[0]?.();
    await asked;
    forgotten.add('jane');
    turn();

    expect(cache.size).toBe(0);
  });
});

it('an answer that the next page looks for is there before that page is', async () => {
  const { cache, answers, askAs } = setUp();
  const asked = askAs('jane');
  answers[0]?.();
  await asked;

  expect(cache.read('jane', 'hero')).toMatchObject({ freshness: 'fresh' });
});
