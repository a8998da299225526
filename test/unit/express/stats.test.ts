import type { Breaker, BreakerState } from '../../../src/client/breaker.js';
import type { GuardedTransport } from '../../../src/client/guarded-transport.js';
import { createCounters } from '../../../src/core/counters.js';
import { createAnswerCache } from '../../../src/experiences/answer-cache.js';
import { readStats } from '../../../src/express/stats.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';

const cacheRules = { ttlMs: 1_000, staleWhileRevalidateMs: 0, staleIfErrorMs: 0, maxEntries: 10, maxBytes: 10_000 };

function transportWith(guards: Pick<GuardedTransport, 'breaker' | 'quota'>): GuardedTransport {
  return { ...createScriptedTransport(() => answered({})), ...guards, refusal: () => undefined };
}

const breakerThatIs = (state: BreakerState): Breaker => ({ state, refuses: false, admit: () => undefined });
const unguarded = transportWith({ breaker: undefined, quota: undefined });

describe('stats', () => {
  it('before anything has happened are nothing', () => {
    expect(readStats(createCounters(), unguarded, undefined)).toEqual({
      pages: 0,
      calls: 0,
      coalesced: 0,
      cache: { fresh: 0, stale: 0, entries: 0 },
      defaults: {},
      breaker: undefined,
      quotaLeft: undefined,
      latencyMs: { p50: undefined, p99: undefined },
    });
  });

  it('tell what was counted, each under its own name', () => {
    const counters = Object.assign(createCounters(), { pages: 1, calls: 2, coalesced: 3, freshHits: 4, staleHits: 5 });
    counters.defaults.TIMEOUT = 6;
    expect(readStats(counters, unguarded, undefined)).toMatchObject({
      pages: 1,
      calls: 2,
      coalesced: 3,
      cache: { fresh: 4, stale: 5, entries: 0 },
      defaults: { TIMEOUT: 6 },
    });
  });

  it('tell the middle and the upper end of the latencies', () => {
    const counters = createCounters();
    for (let milliseconds = 1; milliseconds <= 200; milliseconds += 1) counters.latencies.record(milliseconds);
    expect(readStats(counters, unguarded, undefined).latencyMs).toEqual({ p50: 101, p99: 199 });
  });

  it('tell how many answers are held', () => {
    const cache = createAnswerCache(cacheRules, createFakeClock());
    for (const key of ['a', 'b']) cache.write('v', key, { experience: undefined });
    expect(readStats(createCounters(), unguarded, { cache }).cache.entries).toBe(2);
  });

  it('tell of the shared answers where there are any, in a copy', () => {
    const counters = createCounters();
    counters.shared.hits = 3;
    const { shared } = readStats(counters, unguarded, { shared: {} }).cache;
    counters.shared.hits = 4;
    expect(shared).toEqual({ hits: 3, misses: 0, unreadable: 0, trouble: 0 });
    expect(readStats(counters, unguarded).cache).not.toHaveProperty('shared');
  });

  it.each(['closed', 'open', 'half-open'] as const)('tell that the breaker is %s', (state) => {
    const transport = transportWith({ breaker: breakerThatIs(state), quota: undefined });
    expect(readStats(createCounters(), transport, undefined)).toMatchObject({ breaker: state, quotaLeft: undefined });
  });

  it.each([10_000, 1, 0])('tell that %d calls are left', (left) => {
    const transport = transportWith({ breaker: undefined, quota: { left, take: () => false, close: () => undefined } });
    expect(readStats(createCounters(), transport, undefined)).toMatchObject({ breaker: undefined, quotaLeft: left });
  });

  it('stay as they were read, whatever happens later', () => {
    const counters = createCounters();
    const cache = createAnswerCache(cacheRules, createFakeClock());
    counters.defaults.TIMEOUT = 1;
    const before = readStats(counters, unguarded, { cache });
    const copy = structuredClone(before);
    Object.assign(counters, { pages: 9, calls: 9, coalesced: 9, freshHits: 9, staleHits: 9 });
    counters.defaults.TIMEOUT = 9;
    counters.defaults.NOT_MATCHED = 9;
    counters.latencies.record(9);
    cache.write('v', 'a', { experience: undefined });
    expect(before).toEqual(copy);
  });

  it('do not let their reader change the counters', () => {
    const counters = createCounters();
    counters.defaults.TIMEOUT = 1;
    Object.assign(readStats(counters, unguarded, undefined).defaults, { TIMEOUT: 100 });
    expect(counters.defaults).toEqual({ TIMEOUT: 1 });
  });

  it('are fit for JSON', () => {
    const stats = readStats(
      createCounters(),
      transportWith({ breaker: breakerThatIs('open'), quota: undefined }),
      undefined,
    );
    expect(JSON.parse(JSON.stringify(stats))).toEqual({
      pages: 0,
      calls: 0,
      coalesced: 0,
      cache: { fresh: 0, stale: 0, entries: 0 },
      defaults: {},
      breaker: 'open',
      latencyMs: {},
    });
  });
});
