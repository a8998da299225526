import fc from 'fast-check';
import type { Keys } from '../../../src/client/fetch-chunks.js';
import { createCounters } from '../../../src/core/counters.js';
import { createForgottenCustomers } from '../../../src/core/forgotten-customers.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { Secret } from '../../../src/core/secret.js';
import type { VisitorContext } from '../../../src/core/visitor-context.js';
import { assembleAsk } from '../../../src/experiences/assemble-ask.js';
import type { SourcedOutcome } from '../../../src/experiences/sourced-outcome.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createVisitor } from '../../support/visitor.js';
import { createHeldAsk } from './fixtures/held-ask.js';
import { failed, fetched, titleOf, turn } from './fixtures/outcomes.js';

type Fault = 'none' | 'malformed' | 'unmatched' | 'TIMEOUT' | 'HTTP_ERROR' | 'BREAKER_OPEN';

type Step =
  | { readonly kind: 'ask'; readonly who: number; readonly keys: Keys; readonly timeoutMs: number }
  | { readonly kind: 'answer'; readonly which: number; readonly fault: Fault }
  | { readonly kind: 'leave'; readonly which: number }
  | { readonly kind: 'advance'; readonly ms: number };

/** Visitors whom a careless cache could take for each other. */
const visitors: readonly VisitorContext[] = [
  {},
  { identity: { customerId: 'a' } },
  { identity: { customerId: 'a', userIdentifiers: { u_em: 'b' } } },
  { identity: { userIdentifiers: { u_em: 'a' } } },
  { identity: { customerId: 'a' }, attributes: { plan: 'gold' } },
  { identity: { customerId: 'a' }, hourOfDay: '15' },
].map(createVisitor);

const keys = ['x', 'y', 'xy', 'z'];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      who: fc.nat(visitors.length - 1),
      keys: fc.oneof({ weight: 6, arbitrary: fc.subarray(keys, { minLength: 1 }) }, fc.constant('all' as const)),
      timeoutMs: fc.constantFrom(50, 500, 900),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      which: fc.nat(1_000),
      fault: fc.constantFrom<Fault>(
        'none',
        'none',
        'none',
        'malformed',
        'unmatched',
        'TIMEOUT',
        'HTTP_ERROR',
        'BREAKER_OPEN',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat(1_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.constantFrom(1, 60, 600, 2_000) }),
  },
);

/** What nobody but this visitor may see, and nowhere but under this key. */
const markerOf = (visitor: VisitorContext, key: string): string => `${visitors.indexOf(visitor)} ${key}`;

function answerWith(fault: Fault, visitor: VisitorContext, asked: Keys): SourcedOutcome {
  const entries = (asked === 'all' ? keys : asked).map((key, index) => {
    const isBad = fault === 'malformed' && index === 0;
    return [key, isBad ? 7 : { payload: { Title: markerOf(visitor, key) } }] as const;
  });
  if (fault === 'none' || fault === 'malformed') return fetched(asked, Object.fromEntries(entries));
  return fault === 'unmatched' ? fetched(asked, {}) : failed(asked, fault);
}

/** What of the outcomes is not the visitor's own, or not what was asked for. */
function foreignIn(outcomes: readonly SourcedOutcome[], visitor: VisitorContext, asked: Keys): readonly string[] {
  const shown = outcomes.flatMap((outcome) => (outcome.kind === 'fetched' ? [...outcome.answer.experiences] : []));
  const foreign = shown.filter(([key, experience]) => titleOf(experience) !== markerOf(visitor, key));
  const told = outcomes.flatMap((outcome) => (outcome.keys === 'all' ? ['all'] : outcome.keys)).sort();
  const expected = asked === 'all' ? ['all'] : [...asked].sort();
  return [
    ...foreign.map(([key, experience]) => `${markerOf(visitor, key)} got ${String(titleOf(experience))}`),
    ...(JSON.stringify(told) === JSON.stringify(expected) ? [] : [`asked ${expected.join()} got ${told.join()}`]),
  ];
}

const seen = { network: 0, cache: 0, stale: 0 };

async function play(steps: readonly Step[]) {
  const clock = createFakeClock();
  const held = createHeldAsk();
  const vary = ['identity', 'attributes', 'hourOfDay'] as const;
  const cache = { ttlMs: 300, staleWhileRevalidateMs: 300, staleIfErrorMs: 5_000, maxEntries: 8, maxBytes: 1e6, vary };
  const { ask } = assembleAsk(
    held.ask,
    () => undefined,
    { cache, timeoutMs: 500, apiKey: new Secret('key'), workspaceId: 'WS' },
    {
      clock,
      counters: createCounters(),
      forgotten: createForgottenCustomers(clock),
      warnings: createWarnings(silentLogger, clock),
    },
  );
  const leavers: AbortController[] = [];
  const foreign: string[] = [];
  let waiting = 0;

  const take = async ({ who, keys: asked, timeoutMs }: Extract<Step, { kind: 'ask' }>): Promise<void> => {
    const visitor = visitors[who] ?? createVisitor();
    const leaver = new AbortController();
    leavers.push(leaver);
    waiting += 1;
    const outcomes = await ask(visitor, asked, { deadline: clock.monotonic() + timeoutMs, signal: leaver.signal });
    waiting -= 1;
    for (const outcome of outcomes) if (outcome.kind === 'fetched') seen[outcome.source] += 1;
    foreign.push(...foreignIn(outcomes, visitor, asked));
  };

  const act = (next: Step): void => {
    if (next.kind === 'ask') void take(next);
    else if (next.kind === 'leave') leavers[next.which % Math.max(1, leavers.length)]?.abort();
    else if (next.kind === 'advance') clock.advance(next.ms);
    else {
      const call = held.calls[next.which % Math.max(1, held.calls.length)];
      call?.answer(answerWith(next.fault, call.visitor, call.keys));
    }
  };

  for (const next of steps) {
    act(next);
    await turn();
  }
  clock.advance(900);
  await turn();
  return { foreign, waiting, pendingTimers: clock.pendingTimers };
}

it("no visitor is ever shown another's answer, or waits beyond the deadline, whatever happens to the calls", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      expect(await play(steps)).toEqual({ foreign: [], waiting: 0, pendingTimers: 0 });
    }),
    { numRuns: 1_000 },
  );
  // Otherwise it was shown nothing at all.
  expect(Math.min(seen.network, seen.cache, seen.stale)).toBeGreaterThan(50);
});
