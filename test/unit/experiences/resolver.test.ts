import { decodeFetch } from '../../../src/client/decode-fetch.js';
import type { CallFailure, Keys } from '../../../src/client/fetch-chunks.js';
import { parseDefaults } from '../../../src/config/defaults-option.js';
import { createCounters } from '../../../src/core/counters.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { createResolver } from '../../../src/experiences/resolver.js';
import type { SourcedOutcome } from '../../../src/experiences/sourced-outcome.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { createVisitor } from '../../support/visitor.js';

const limits = { deadline: 1_500 };

function fetched(
  keys: Keys,
  experiences: object,
  source: 'network' | 'cache' | 'stale' = 'network',
): SourcedOutcome {
  const answer = decodeFetch({ experiences });
  if (answer === undefined) throw new Error('it is no answer');
  return { kind: 'fetched', keys, answer, source };
}

function failed(keys: Keys, reason: CallFailure['reason'], status?: number): SourcedOutcome {
  return { kind: 'failed', keys, failure: { reason, status } };
}

function setUp(...outcomes: readonly SourcedOutcome[]) {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const counters = createCounters();
  const ask = jest.fn(() => Promise.resolve(outcomes));
  const defaults = parseDefaults({ hero: { Title: 'Welcome', Cta: 'Shop' } });
  const resolver = createResolver(defaults, { ask, warnings: createWarnings(logger, clock), counters, clock });
  const resolve = async (keys: Keys) => {
    const { experiences, otherwise } = await resolver.resolve(createVisitor(), keys, limits);
    return { experiences: experiences.map(({ key, reason }) => [key, reason]), otherwise };
  };
  return { clock, counters, ask, resolver, resolve, warned: () => logger.lines.map(({ message }) => message) };
}

describe('a resolution', () => {
  it('passes visitor, keys and limits on', async () => {
    const { ask, resolver } = setUp();
    const visitor = createVisitor();
    await resolver.resolve(visitor, ['hero'], limits);
    expect(ask.mock.calls).toEqual([[visitor, ['hero'], limits]]);
  });

  it('has the variation over the defaults where the visitor matched', async () => {
    const { resolver } = setUp(fetched(['hero'], { hero: { payload: { Title: 'Hi' } } }));
    const { experiences } = await resolver.resolve(createVisitor(), ['hero'], limits);
    expect(experiences).toMatchObject([
      { key: 'hero', matched: true, source: 'network', variables: { Title: 'Hi', Cta: 'Shop' } },
    ]);
  });

  it('has the default where the visitor matched nothing', async () => {
    const { resolver } = setUp(fetched(['hero'], {}));
    const { experiences } = await resolver.resolve(createVisitor(), ['hero'], limits);
    expect(experiences).toMatchObject([
      { key: 'hero', matched: false, source: 'default', reason: 'NOT_MATCHED', variables: { Title: 'Welcome' } },
    ]);
  });

  it('has one experience for each key, in the given order', async () => {
    const { resolve } = setUp(fetched(['c', 'a', 'b'], { a: { payload: { x: 1 } }, b: { payload: {} } }));
    await expect(resolve(['c', 'a', 'b'])).resolves.toEqual({
      experiences: [
        ['c', 'NOT_MATCHED'],
        ['a', undefined],
        ['b', 'NOT_MATCHED'],
      ],
      otherwise: 'NOT_MATCHED',
    });
  });

  it('leaves out what came without being asked for', async () => {
    const { resolve } = setUp(fetched(['a'], { a: { payload: { x: 1 } }, uninvited: { payload: { x: 1 } } }));
    await expect(resolve(['a'])).resolves.toMatchObject({ experiences: [['a', undefined]] });
  });

  it('of no key is of nothing', async () => {
    await expect(setUp().resolve([])).resolves.toEqual({ experiences: [], otherwise: 'NOT_REQUESTED' });
  });
});

describe('a failed call', () => {
  it.each([
    ['TIMEOUT', undefined],
    ['NETWORK_ERROR', undefined],
    ['BAD_RESPONSE', 200],
    ['HTTP_ERROR', 500],
    ['UNAUTHORIZED', 401],
    ['RATE_LIMITED', 429],
  ] as const)('by %s (%p) makes defaults of its keys, for that reason, and is warned of', async (reason, status) => {
    const { resolve, warned } = setUp(failed(['a', 'b'], reason, status));
    await expect(resolve(['a', 'b'])).resolves.toEqual({
      experiences: [
        ['a', reason],
        ['b', reason],
      ],
      otherwise: reason,
    });
    const detail = status === undefined ? reason : `${reason}, HTTP ${status}`;
    expect(warned()).toEqual([
      `Experiences could not be fetched, defaults stand in: ${detail} (MOE_WARN_FETCH_FAILED)`,
    ]);
  });

  it('since the visitor has left is not warned of', async () => {
    const { resolve, warned } = setUp(failed(['a'], 'ABORTED'));
    await expect(resolve(['a'])).resolves.toMatchObject({ experiences: [['a', 'ABORTED']] });
    expect(warned()).toEqual([]);
  });

  it('leaves the keys of the other calls as they came', async () => {
    const { resolve } = setUp(
      failed(['a'], 'HTTP_ERROR', 503),
      fetched(['b', 'c'], { b: { payload: { x: 1 } } }),
    );
    await expect(resolve(['a', 'b', 'c'])).resolves.toMatchObject({
      experiences: [
        ['a', 'HTTP_ERROR'],
        ['b', undefined],
        ['c', 'NOT_MATCHED'],
      ],
    });
  });

  it('is warned of once a minute for each reason', async () => {
    const { resolve, warned, clock } = setUp(failed(['a'], 'TIMEOUT'), failed(['b'], 'HTTP_ERROR', 500));
    for (const advanceMs of [0, 59_999, 1]) {
      clock.advance(advanceMs);
      await resolve(['a', 'b']);
    }
    expect(warned().length).toBe(4);
  });
});

describe('an experience that was dropped', () => {
  it('has the default for BAD_RESPONSE, and its siblings are as they came', async () => {
    const { resolve } = setUp(fetched(['bad', 'good'], { bad: 7, good: { payload: { x: 1 } } }));
    await expect(resolve(['bad', 'good'])).resolves.toMatchObject({
      experiences: [
        ['bad', 'BAD_RESPONSE'],
        ['good', undefined],
      ],
      otherwise: 'NOT_MATCHED',
    });
  });

  it('is warned of once', async () => {
    const { resolve, warned, clock } = setUp(fetched(['bad'], { bad: 7 }));
    await resolve(['bad']);
    clock.advance(86_400_000);
    await resolve(['bad']);
    expect(warned()).toEqual(["Experience 'bad' came but was dropped: it is not an object (MOE_WARN_BAD_EXPERIENCE)"]);
  });
});

describe('everything', () => {
  it('is what the visitor matched, and what was dropped', async () => {
    const { resolve } = setUp(fetched('all', { a: { payload: { x: 1 } }, b: { payload: {} }, bad: 7 }));
    await expect(resolve('all')).resolves.toEqual({
      experiences: [
        ['a', undefined],
        ['bad', 'BAD_RESPONSE'],
      ],
      otherwise: 'NOT_MATCHED',
    });
  });

  it('that could not be fetched is nothing, and says why', async () => {
    await expect(setUp(failed('all', 'TIMEOUT')).resolve('all')).resolves.toEqual({
      experiences: [],
      otherwise: 'TIMEOUT',
    });
  });
});

it('a stand-in has its defaults and its reason', () => {
  expect(setUp().resolver.standIn('hero', 'PENDING')).toMatchObject({
    reason: 'PENDING',
    variables: { Title: 'Welcome' },
  });
});
