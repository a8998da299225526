import type { Keys } from '../../../src/client/fetch-chunks.js';
import type { CallLimits } from '../../../src/client/transport.js';
import type { VisitorContext } from '../../../src/core/visitor-context.js';
import { defaultExperience, matchedExperience } from '../../../src/experiences/build-experience.js';
import { PageExperiences } from '../../../src/experiences/page-experiences.js';
import type { PagePorts } from '../../../src/experiences/page-experiences.js';
import type { Resolution } from '../../../src/experiences/show-answers.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { ignorant, ordinaryPage } from '../../support/page-ports.js';
import { createVisitor } from '../../support/visitor.js';

interface Question {
  readonly keys: Keys;
  readonly limits: CallLimits;
  readonly visitor: VisitorContext;
  answer(matched: readonly string[], otherwise?: Resolution['otherwise']): void;
  fail(): void;
}

const standIn = (key: string, reason: Resolution['otherwise']) => defaultExperience(key, {}, reason);
const { signal } = new AbortController();
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A page whose questions wait until the test answers them. */
function setUp(changes: Partial<PagePorts> = {}) {
  const clock = createFakeClock({ monotonic: 1_000 });
  const questions: Question[] = [];
  const resolve = (visitor: VisitorContext, keys: Keys, limits: CallLimits) =>
    new Promise<Resolution>((settle, reject) => {
      questions.push({
        keys,
        limits,
        visitor,
        answer(matched, otherwise = 'NOT_MATCHED') {
          const come = matched.map((key) =>
            matchedExperience({ key, variables: { Title: key }, context: {} }, {}, 'network'),
          );
          const missing = keys === 'all' ? [] : keys.filter((key) => !matched.includes(key));
          settle({ experiences: [...come, ...missing.map((key) => standIn(key, otherwise))], otherwise });
        },
        fail: () => {
          reject(new Error('a defect'));
        },
      });
    });
  const page = new PageExperiences({
    clock,
    resolver: { ...ignorant, resolve, standIn },
    completeVisitor: () => Promise.resolve(createVisitor()),
    signal: () => signal,
    ...ordinaryPage,
    ...changes,
  });
  const reasonOf = (key: string) => page.experience(key).reason;
  const isSettled = async (promise: Promise<void> | undefined) => {
    const settled = promise?.then(() => true);
    return Promise.race([settled, turn().then(() => false)]);
  };
  return { clock, page, questions, reasonOf, isSettled, asked: () => questions.map(({ keys }) => keys) };
}

describe('questions of one tick', () => {
  it('go out as one', async () => {
    const { page, asked } = setUp();
    void page.ask(['a', 'b'], 500);
    void page.ask(['c'], 500);
    await turn();
    expect(asked()).toEqual([['a', 'b', 'c']]);
  });

  it('name each key once', async () => {
    const { page, asked } = setUp();
    void page.ask(['a', 'b', 'a'], 500);
    void page.ask(['b', 'c'], 500);
    await turn();
    expect(asked()).toEqual([['a', 'b', 'c']]);
  });

  it.each([
    [500, 200, 1_200],
    [200, 500, 1_200],
    [300, 300, 1_300],
  ])('of %d and %d ms have the strictest deadline', async (first, second, deadline) => {
    const { page, questions } = setUp();
    void page.ask(['a'], first);
    void page.ask(['b'], second);
    await turn();
    expect(questions[0]?.limits.deadline).toBe(deadline);
  });

  it('have the strictest deadline even where they ask for the same', async () => {
    const { page, questions } = setUp();
    void page.ask(['a'], 500);
    void page.ask(['a'], 200);
    await turn();
    expect(questions[0]?.limits.deadline).toBe(1_200);
  });

  it('are asked with the signal of the page and its visitor', async () => {
    const { page, questions } = setUp();
    void page.ask(['a'], 500);
    await turn();
    expect(questions[0]).toMatchObject({ limits: { signal }, visitor: createVisitor() });
  });

  it('of no key ask nothing, and there is nothing to wait for', async () => {
    const { page, asked } = setUp();
    expect(page.ask([], 500)).toBeUndefined();
    await turn();
    expect([asked(), page.settled()]).toEqual([[], undefined]);
  });
});

describe('a question of a later tick', () => {
  it('asks only for what was not asked for', async () => {
    const { page, asked } = setUp();
    void page.ask(['a', 'b'], 500);
    await turn();
    void page.ask(['b', 'c'], 500);
    await turn();
    expect(asked()).toEqual([['a', 'b'], ['c']]);
  });

  it('waits for a key that is under way', async () => {
    const { page, questions, isSettled } = setUp();
    void page.ask(['a'], 500);
    await turn();
    const later = page.ask(['a'], 500);
    await expect(isSettled(later)).resolves.toBe(false);
    questions[0]?.answer(['a']);
    await expect(isSettled(later)).resolves.toBe(true);
  });

  it('waits no longer than it has time for, though the key has more', async () => {
    const { page, clock, questions, isSettled, reasonOf } = setUp();
    void page.ask(['a'], 500);
    await turn();
    const later = page.ask(['a'], 50);
    clock.advance(49);
    await expect(isSettled(later)).resolves.toBe(false);
    clock.advance(1);
    await expect(isSettled(later)).resolves.toBe(true);
    expect(reasonOf('a')).toBe('PENDING');
    questions[0]?.answer(['a']);
    await turn();
    expect([reasonOf('a'), clock.pendingTimers]).toEqual([undefined, 0]);
  });

  it('leaves no timer behind where the key comes in time', async () => {
    const { page, clock, questions, isSettled } = setUp();
    void page.ask(['a'], 500);
    await turn();
    const later = page.ask(['a'], 50);
    questions[0]?.answer(['a']);
    await expect(isSettled(later)).resolves.toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('of a key that has come waits for nothing', async () => {
    const { page, questions } = setUp();
    const first = page.ask(['a'], 500);
    await turn();
    questions[0]?.answer(['a']);
    await first;
    expect(page.ask(['a'], 500)).toBeUndefined();
  });

  it('of a key that did not match waits for nothing', async () => {
    const { page, questions } = setUp();
    const first = page.ask(['a'], 500);
    await turn();
    questions[0]?.answer([]);
    await first;
    expect(page.ask(['a'], 500)).toBeUndefined();
  });
});

describe('an experience', () => {
  it('that nobody asked for is not requested', () => {
    expect(setUp().reasonOf('a')).toBe('NOT_REQUESTED');
  });

  it('is pending until its answer comes', async () => {
    const { page, questions, reasonOf } = setUp();
    const wait = page.ask(['a'], 500);
    expect(reasonOf('a')).toBe('PENDING');
    await turn();
    expect([reasonOf('a'), reasonOf('b')]).toEqual(['PENDING', 'NOT_REQUESTED']);
    questions[0]?.answer(['a']);
    await wait;
    expect(page.experience('a')).toMatchObject({ matched: true, reason: undefined });
  });

  it.each(['TIMEOUT', 'NOT_MATCHED', 'HTTP_ERROR'] as const)('that was given up by %s says so', async (reason) => {
    const { page, questions, reasonOf } = setUp();
    const wait = page.ask(['a'], 500);
    await turn();
    questions[0]?.answer([], reason);
    await wait;
    expect(reasonOf('a')).toBe(reason);
  });

  it('that is resolved is an own enumerable property', async () => {
    const { page, questions } = setUp();
    const wait = page.ask(['a', 'b'], 500);
    await turn();
    questions[0]?.answer(['a']);
    await wait;
    expect(Object.keys(page.resolved)).toEqual(['a', 'b']);
  });

  it.each(['constructor', '__proto__', 'toString'])('may be called %s', async (key) => {
    const { page, questions, reasonOf } = setUp();
    expect(reasonOf(key)).toBe('NOT_REQUESTED');
    const wait = page.ask([key], 500);
    await turn();
    questions[0]?.answer([key]);
    await wait;
    expect([Object.keys(page.resolved), page.resolved[key]?.variables.Title]).toEqual([[key], key]);
  });
});

describe('what is under way', () => {
  it('is nothing at first', () => {
    expect(setUp().page.settled()).toBeUndefined();
  });

  it('settles when every question has been answered', async () => {
    const { page, questions, isSettled } = setUp();
    void page.ask(['a'], 500);
    await turn();
    void page.ask(['b'], 500);
    await turn();
    const settled = page.settled();
    questions[0]?.answer(['a']);
    await expect(isSettled(settled)).resolves.toBe(false);
    questions[1]?.answer(['b']);
    await expect(isSettled(settled)).resolves.toBe(true);
    expect(page.settled()).toBeUndefined();
  });

  it('includes a question that has not gone out yet', () => {
    const { page } = setUp();
    void page.ask(['a'], 500);
    expect(page.settled()).toBeInstanceOf(Promise);
  });
});
