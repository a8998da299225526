import { withDeadline } from '../../../src/client/deadline.js';
import type { ApiOutcome } from '../../../src/client/transport.js';
import { parseCache } from '../../../src/config/cache-options.js';
import type { CacheOptions } from '../../../src/config/personalize-options.js';
import { createCounters } from '../../../src/core/counters.js';
import { createForgottenCustomers } from '../../../src/core/forgotten-customers.js';
import { silentLogger } from '../../../src/core/logger.js';
import { Secret } from '../../../src/core/secret.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { assembleAsk } from '../../../src/experiences/assemble-ask.js';
import { askNetwork } from '../../../src/experiences/network.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';
import { createVisitor } from '../../support/visitor.js';
import { summary, turn } from './fixtures/outcomes.js';

/** Cache, coalescing and network as a page sees them, over a wire that answers when told to and obeys no abort. */
function setUp(cacheOption: CacheOptions | false = {}, timeoutMs = 500) {
  const clock = createFakeClock({ monotonic: 1_000 });
  const counters = createCounters();
  const answers: ((outcome: ApiOutcome) => void)[] = [];
  const wire = createScriptedTransport(
    () =>
      new Promise((resolve) => {
        answers.push(resolve);
      }),
  );
  const warnings = createWarnings(silentLogger, clock);
  const network = askNetwork(withDeadline(wire, clock), warnings);
  const { ask, cache } = assembleAsk(
    network,
    () => undefined,
    { cache: parseCache(cacheOption), timeoutMs, apiKey: new Secret('key'), workspaceId: 'WS' },
    { clock, counters, forgotten: createForgottenCustomers(clock), warnings },
  );
  const visitor = createVisitor();
  return {
    clock,
    cache,
    counters,
    sent: wire.sent,
    ask: async (keys: readonly string[], signal?: AbortSignal) =>
      summary(await ask(visitor, keys, { deadline: clock.monotonic() + timeoutMs, signal })),
    answer: async (index: number, title: string) => {
      answers[index]?.(answered({ experiences: { hero: { payload: { Title: title } } } }));
      await turn();
    },
    pass: async (ms: number) => {
      clock.advance(ms);
      await turn();
    },
  };
}

/** Waits for nothing, as a page that went on does. */
const forgetAbout = (asked: Promise<unknown>): void => {
  void asked;
};

describe('an answer that is late for its page', () => {
  it.each([1, 149])('by %d ms is there for the next', async (lateMs) => {
    const { ask, answer, pass, sent } = setUp({ ttlMs: 60_000 });
    const first = ask(['hero']);
    await pass(500);
    await expect(first).resolves.toEqual({ hero: 'TIMEOUT' });
    await pass(lateMs);
    await answer(0, 'late');
    await expect(ask(['hero'])).resolves.toEqual({ hero: 'cache: late' });
    expect(sent.length).toBe(1);
  });

  it('by 150 ms is lost, and its call has been ended', async () => {
    const { ask, answer, pass, sent, cache } = setUp({ ttlMs: 60_000 });
    forgetAbout(ask(['hero']));
    await pass(649);
    expect(sent[0]?.limits.signal?.aborted).toBe(false);
    await pass(1);
    expect(sent[0]?.limits.signal?.aborted).toBe(true);
    await answer(0, 'late');
    expect(cache?.size).toBe(0);
  });

  it('has no more than the time of a page where that is short', async () => {
    const { ask, sent } = setUp({}, 40);
    forgetAbout(ask(['hero']));
    await turn();
    expect(sent[0]?.limits.deadline).toBe(1_080);
  });

  it('is not waited for once the visitor has left', async () => {
    const { ask, sent } = setUp();
    const leaver = new AbortController();
    const asked = ask(['hero'], leaver.signal);
    await turn();
    leaver.abort();
    await expect(asked).resolves.toEqual({ hero: 'ABORTED' });
    expect(sent[0]?.limits.signal?.aborted).toBe(true);
  });
});

describe('questions that have come to their end', () => {
  it('leave no timer behind', async () => {
    const { ask, answer, pass, clock } = setUp();
    forgetAbout(ask(['hero']));
    forgetAbout(ask(['hero']));
    await answer(0, 'Hello');
    expect(clock.pendingTimers).toBe(0);
    forgetAbout(ask(['hero']));
    await pass(650);
    expect(clock.pendingTimers).toBe(0);
  });

  it('one after another against a silent API do not take time from each other', async () => {
    const { ask, pass, sent } = setUp();
    for (let page = 0; page < 3; page += 1) {
      const asked = ask(['hero']);
      await pass(499);
      await pass(1);
      await expect(asked).resolves.toEqual({ hero: 'TIMEOUT' });
    }
    expect(sent.length).toBe(3);
  });
});

describe('a herd', () => {
  it('that finds an expired answer makes one call', async () => {
    const { ask, answer, pass, sent } = setUp({ ttlMs: 60_000 });
    forgetAbout(ask(['hero']));
    await answer(0, 'old');
    await pass(70_000);
    const herd = Array.from({ length: 50 }, () => ask(['hero']));
    await turn();
    await answer(1, 'new');
    expect(new Set((await Promise.all(herd)).map((page) => page.hero))).toEqual(new Set(['network: new']));
    expect(sent.length).toBe(2);
  });

  it('that may use an old answer does so at once, and refreshes it with one call', async () => {
    const { ask, answer, pass, sent } = setUp({ ttlMs: 60_000, staleWhileRevalidateMs: 60_000 });
    forgetAbout(ask(['hero']));
    await answer(0, 'old');
    await pass(70_000);
    const herd = await Promise.all(Array.from({ length: 50 }, () => ask(['hero'])));
    expect(new Set(herd.map((page) => page.hero))).toEqual(new Set(['cache: old']));
    expect(sent.length).toBe(2);
    await answer(1, 'new');
    await expect(ask(['hero'])).resolves.toEqual({ hero: 'cache: new' });
  });

  it('that waits in vain gets what was known before', async () => {
    const { ask, answer, pass } = setUp();
    forgetAbout(ask(['hero']));
    await answer(0, 'old');
    const herd = [ask(['hero']), ask(['hero'])];
    await pass(500);
    await expect(Promise.all(herd)).resolves.toEqual([{ hero: 'stale: old' }, { hero: 'stale: old' }]);
  });
});

it('without a cache each page asks for itself, and nothing is kept', async () => {
  const { ask, answer, sent, cache, counters } = setUp(false);
  forgetAbout(ask(['hero']));
  forgetAbout(ask(['hero']));
  await answer(0, 'Hello');
  expect([sent.length, cache, counters.coalesced]).toEqual([2, undefined, 0]);
});
