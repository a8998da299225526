import fc from 'fast-check';
import { createAnswerCache } from '../../../src/experiences/answer-cache.js';
import type { CacheRules } from '../../../src/experiences/answer-cache.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { titleOf } from './fixtures/outcomes.js';

const rules: CacheRules = {
  ttlMs: 1_000,
  staleWhileRevalidateMs: 500,
  staleIfErrorMs: 10_000,
  maxEntries: 100,
  maxBytes: 1_000_000,
};

const experience = (title: string) => ({ key: 'hero', variables: { Title: title }, context: {} });

/** The middle of the jitter's range: none. */
function setUp(changes: Partial<CacheRules> = {}, random: () => number = () => 0.5) {
  const clock = createFakeClock({ monotonic: 5_000 });
  const cache = createAnswerCache({ ...rules, ...changes }, clock, { random });
  const write = (visitor: string, key: string, title = 'Hi') => {
    cache.write(visitor, key, { experience: experience(title) });
  };
  return { clock, cache, write, freshness: () => cache.read('v', 'hero')?.freshness };
}

describe('an answer that says what is there already', () => {
  const answered = (title: string, cid: string) => ({
    experience: { key: 'hero', variables: { Title: title, Tags: ['a', { b: 1 }] }, context: { cid } },
  });

  it('leaves that in its place, as fresh as if it were new', () => {
    const heard: unknown[] = [];
    const clock = createFakeClock();
    const cache = createAnswerCache(rules, clock, { onSame: (...same) => heard.push(...same), random: () => 0.5 });
    const [first, again] = [answered('Hi', 'c1'), answered('Hi', 'c1')];
    cache.write('v', 'hero', first);
    clock.advance(2_000);
    cache.write('v', 'hero', again);

    const found = cache.read('v', 'hero');
    expect(found?.experience).toBe(first.experience);
    expect(found?.freshness).toBe('fresh');
    expect(heard).toEqual([first.experience, again.experience]);
    expect(heard[0]).toBe(first.experience);
  });

  it.each([
    ['says something else', answered('Ho', 'c1')],
    ['comes from somewhere else', answered('Hi', 'c2')],
    ['says that nothing matches', { experience: undefined }],
  ])('is replaced by one that %s', (_how, later) => {
    const onSame = jest.fn();
    const cache = createAnswerCache(rules, createFakeClock(), { onSame });
    cache.write('v', 'hero', answered('Hi', 'c1'));
    cache.write('v', 'hero', later);

    expect(cache.read('v', 'hero')?.experience).toBe(later.experience);
    cache.write('v', 'hero', answered('Hi', 'c1'));
    expect(cache.read('v', 'hero')?.experience).toEqual(answered('Hi', 'c1').experience);
    expect(onSame).not.toHaveBeenCalled();
  });

  it("takes its owner along, so that a customer's are forgotten all the same", () => {
    const cache = createAnswerCache(rules, createFakeClock());
    cache.write('v', 'hero', answered('Hi', 'c1'), 'jane');
    cache.write('v', 'hero', answered('Hi', 'c1'), 'joe');

    expect([cache.forget('jane'), cache.forget('joe')]).toEqual([0, 1]);
  });
});

describe('an answer', () => {
  it.each([
    [0, 'fresh'],
    [999, 'fresh'],
    [999.999, 'fresh'],
    [1_000, 'revalidate'],
    [1_499, 'revalidate'],
    [1_500, 'stale'],
    [10_999, 'stale'],
    [11_000, undefined],
    [1_000_000, undefined],
  ])('that is %d ms old is %p', (ageMs, expected) => {
    const { clock, write, freshness } = setUp();
    write('v', 'hero');
    clock.advance(ageMs);
    expect(freshness()).toBe(expected);
  });

  it.each([
    [{ ttlMs: 0 }, 0, 'revalidate'],
    [{ ttlMs: 0, staleWhileRevalidateMs: 0 }, 0, 'stale'],
    [{ ttlMs: 0, staleWhileRevalidateMs: 0 }, 9_999, 'stale'],
    [{ ttlMs: 0, staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }, 0, undefined],
    [{ staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }, 999, 'fresh'],
    [{ staleWhileRevalidateMs: 0, staleIfErrorMs: 0 }, 1_000, undefined],
    [{ staleIfErrorMs: 0 }, 1_499, 'revalidate'],
    [{ staleIfErrorMs: 0 }, 1_500, undefined],
  ])('under %j, %d ms old, is %p', (changes, ageMs, expected) => {
    const { clock, write, freshness } = setUp(changes);
    write('v', 'hero');
    clock.advance(ageMs);
    expect(freshness()).toBe(expected);
  });

  it.each([
    [{ ttlMs: 0, staleWhileRevalidateMs: 0 }, true],
    [{ ttlMs: 0 }, false],
    [{ staleWhileRevalidateMs: 0 }, false],
  ])('under %j, is good for failures only: %p', (changes, expected) => {
    expect(setUp(changes).cache.isLastResort).toBe(expected);
  });

  it('does not grow old by a step of the wall clock', () => {
    const { clock, write, freshness } = setUp();
    write('v', 'hero');
    clock.setNow(clock.now() + 86_400_000);
    expect(freshness()).toBe('fresh');
  });

  it('is given as it was put in', () => {
    const { cache, write } = setUp();
    write('v', 'hero', 'Hello');
    expect(cache.read('v', 'hero')).toEqual({ experience: experience('Hello'), freshness: 'fresh' });
  });

  it('that nothing matched is an answer, too', () => {
    const { cache } = setUp();
    cache.write('v', 'hero', { experience: undefined });
    expect(cache.read('v', 'hero')).toEqual({ experience: undefined, freshness: 'fresh' });
  });

  it('takes the place of an older one, and begins anew', () => {
    const { cache, clock, write } = setUp();
    write('v', 'hero', 'old');
    clock.advance(5_000);
    write('v', 'hero', 'new');
    expect([cache.read('v', 'hero'), cache.size]).toEqual([{ experience: experience('new'), freshness: 'fresh' }, 1]);
  });

  it.each([
    ['other', 'hero'],
    ['v', 'other'],
  ])('is not that of %j and %j', (visitor, key) => {
    const { cache, write } = setUp();
    write('v', 'hero');
    expect(cache.read(visitor, key)).toBeUndefined();
  });
});

describe('the time for which an answer is fresh', () => {
  it.each([
    [0, 900],
    [0.25, 950],
    [0.5, 1_000],
    [0.75, 1_050],
    [1, 1_100],
  ])('where chance says %d is %d of 1,000 ms', (chance, lifeMs) => {
    const { clock, write, freshness } = setUp({}, () => chance);
    write('v', 'hero');
    clock.advance(lifeMs - 0.01);
    expect(freshness()).toBe('fresh');
    clock.advance(0.02);
    expect(freshness()).toBe('revalidate');
  });

  it('is drawn anew for each answer, so that those which came together do not expire together', () => {
    const clock = createFakeClock();
    const cache = createAnswerCache({ ...rules, maxEntries: 1_000 }, clock);
    const keys = Array.from({ length: 1_000 }, (_, index) => `key-${index}`);
    for (const key of keys) cache.write('v', key, { experience: undefined });
    const freshAt = (ms: number) => {
      clock.advance(ms - (clock.monotonic() - 1_000));
      return keys.filter((key) => cache.read('v', key)?.freshness === 'fresh').length;
    };
    expect(freshAt(899)).toBe(1_000);
    expect(freshAt(1_000)).toBeGreaterThan(350);
    expect(freshAt(1_000)).toBeLessThan(650);
    expect(freshAt(1_101)).toBe(0);
  });
});

describe('what is kept', () => {
  it('is bounded in number, and the least used goes first', () => {
    const { cache, write } = setUp({ maxEntries: 2 });
    write('v', 'a');
    write('v', 'b');
    cache.read('v', 'a');
    write('v', 'c');
    expect(['a', 'b', 'c'].map((key) => cache.read('v', key) !== undefined)).toEqual([true, false, true]);
    expect(cache.size).toBe(2);
  });

  it('is bounded in bytes, two for each character', () => {
    const { cache, write } = setUp({ maxBytes: 100_000 });
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) write('v', key, 'x'.repeat(10_000));
    expect(cache.size).toBe(4);
  });

  it('weighs something even where nothing matched', () => {
    const { cache } = setUp({ maxBytes: 3_000, maxEntries: 1_000 });
    for (let index = 0; index < 100; index += 1) cache.write('v', String(index), { experience: undefined });
    expect(cache.size).toBe(14);
  });

  it('weighs its key, of which the visitor is the longest part', () => {
    const { cache } = setUp({ maxBytes: 3_000, maxEntries: 1_000 });
    const visitor = 'v'.repeat(98);
    for (let index = 0; index < 100; index += 1) cache.write(visitor, String(index), { experience: undefined });
    expect(cache.size).toBe(10);
  });

  it('does not include an answer that is larger than all room, and loses nothing for it', () => {
    const { cache, write } = setUp({ maxBytes: 10_000 });
    write('v', 'small');
    write('v', 'huge', 'x'.repeat(100_000));
    expect([cache.read('v', 'small')?.freshness, cache.read('v', 'huge')]).toEqual(['fresh', undefined]);
  });

  it('is never more than was allowed, whatever comes', () => {
    const anyWrite = fc.tuple(fc.nat(50), fc.nat(2_000));
    fc.assert(
      fc.property(fc.array(anyWrite, { maxLength: 60 }), (writes) => {
        const { cache, write } = setUp({ maxEntries: 7, maxBytes: 8_000 });
        for (const [key, length] of writes) write('v', String(key), 'x'.repeat(length));
        const kept = Array.from({ length: 51 }, (_, key) => cache.read('v', String(key))?.experience);
        const characters = kept.reduce((sum, each) => sum + (titleOf(each)?.length ?? 0), 0);
        expect(cache.size).toBeLessThanOrEqual(7);
        expect(2 * characters).toBeLessThan(8_000);
      }),
      { numRuns: 200 },
    );
  });

  it('is nothing once it was cleared', () => {
    const { cache, write } = setUp();
    write('v', 'hero');
    cache.clear();
    expect([cache.size, cache.read('v', 'hero')]).toEqual([0, undefined]);
  });
});
