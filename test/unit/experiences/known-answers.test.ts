import type { FailureReason } from '../../../src/core/experience.js';
import { createCounters } from '../../../src/core/counters.js';
import { createAnswerCache } from '../../../src/experiences/answer-cache.js';
import { knowCached, knowInactive, knowRefusals } from '../../../src/experiences/known-answers.js';
import { createVisitorKey } from '../../../src/experiences/visitor-key.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';

const rules = { ttlMs: 1_000, staleWhileRevalidateMs: 500, staleIfErrorMs: 10_000, maxEntries: 9, maxBytes: 90_000 };
const hero = { key: 'hero', variables: { Title: 'Hi' }, context: {} };
const jane = createVisitor({ identity: { customerId: 'jane' } });
const john = createVisitor({ identity: { customerId: 'john' } });
const shut = { kind: 'unanswered', reason: 'BREAKER_OPEN' };

/** Jane's hero was answered so long ago. */
function setUp(ageMs: number, refusedFor?: FailureReason) {
  const clock = createFakeClock({ monotonic: 5_000 });
  const counters = createCounters();
  const visitorKey = jest.fn(createVisitorKey(['identity']));
  const cache = createAnswerCache(rules, clock, { random: () => 0.5 });
  cache.write(visitorKey(jane), 'hero', { experience: hero });
  clock.advance(ageMs);
  const known = knowCached(() => refusedFor, { cache, visitorKey, clock, counters });
  return { cache, counters, visitorKey, known };
}

describe('while calls may go', () => {
  it.each([
    [0, { kind: 'answered', fetched: hero, source: 'cache' }],
    [1_200, undefined],
    [2_000, undefined],
    [20_000, undefined],
  ])('an answer of %d ms ago is %j', (ageMs, expected) => {
    expect(setUp(ageMs).known(jane)('hero')).toEqual(expected);
  });

  it("another visitor's answer is not known, nor another key's", () => {
    const { known, counters } = setUp(0);
    expect([known(john)('hero'), known(jane)('strip')]).toEqual([undefined, undefined]);
    expect(counters).toMatchObject({ freshHits: 0, staleHits: 0 });
  });

  it('that the visitor matches nothing is known as well', () => {
    const { known, cache, visitorKey, counters } = setUp(0);
    cache.write(visitorKey(jane), 'strip', { experience: undefined });
    expect(known(jane)('strip')).toEqual({ kind: 'answered', fetched: undefined, source: 'cache' });
    expect(counters.freshHits).toBe(1);
  });
});

describe('while calls are refused', () => {
  it.each([
    [0, { kind: 'answered', fetched: hero, source: 'cache' }, { freshHits: 1, staleHits: 0 }],
    [1_200, { kind: 'answered', fetched: hero, source: 'cache' }, { freshHits: 1, staleHits: 0 }],
    [2_000, { kind: 'answered', fetched: hero, source: 'stale' }, { freshHits: 0, staleHits: 1 }],
    [20_000, shut, { freshHits: 0, staleHits: 0 }],
  ])('an answer of %d ms ago is %j', (ageMs, expected, hits) => {
    const { known, counters } = setUp(ageMs, 'BREAKER_OPEN');
    expect(known(jane)('hero')).toEqual(expected);
    expect(counters).toMatchObject(hits);
  });

  it('nobody is looked up in an empty cache', () => {
    const { known, cache, visitorKey } = setUp(0, 'BREAKER_OPEN');
    cache.clear();
    visitorKey.mockClear();
    expect(known(jane)('hero')).toEqual(shut);
    expect(visitorKey).not.toHaveBeenCalled();
  });

  it('that is all there is to know without a cache', () => {
    expect(knowRefusals(() => 'RATE_LIMITED')(jane)('hero')).toEqual({ kind: 'unanswered', reason: 'RATE_LIMITED' });
    expect(knowRefusals(() => undefined)(jane)('hero')).toBeUndefined();
  });
});

it('of a key that is not active it is known that nobody matches', () => {
  const activeKeys = { isActive: (key: string) => key === 'hero', stop: () => undefined };
  const known = knowInactive(setUp(0).known, activeKeys)(jane);
  expect(known('hero')).toMatchObject({ kind: 'answered' });
  expect(known('paused')).toEqual({ kind: 'unanswered', reason: 'NOT_ACTIVE' });
});
