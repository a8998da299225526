import type { Keys } from '../../../src/client/fetch-chunks.js';
import { parseDefaults } from '../../../src/config/defaults-option.js';
import { createCounters } from '../../../src/core/counters.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createSafeObserver } from '../../../src/core/observer.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { createResolver } from '../../../src/experiences/resolver.js';
import type { SourcedOutcome } from '../../../src/experiences/sourced-outcome.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { createVisitor } from '../../support/visitor.js';
import { failed, fetched } from './fixtures/outcomes.js';

const limits = { deadline: 1_500 };

const failureReasons = [
  'TIMEOUT',
  'NETWORK_ERROR',
  'BAD_RESPONSE',
  'HTTP_ERROR',
  'UNAUTHORIZED',
  'RATE_LIMITED',
  'BREAKER_OPEN',
  'OVERLOADED',
  'ABORTED',
] as const;

function setUp(...outcomes: readonly SourcedOutcome[]) {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const counters = createCounters();
  const ask = jest.fn(() => Promise.resolve(outcomes));
  const defaults = parseDefaults({ hero: { Title: 'Welcome', Cta: 'Shop' } });
  const resolver = createResolver(defaults, {
    ask,
    known: () => () => undefined,
    warnings: createWarnings(logger, clock),
    counters,
    clock,
  });
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
  it.each(failureReasons)(
    'by %s makes defaults of its keys, for that reason, and is not for us to log',
    async (reason) => {
      const { resolve, warned } = setUp(failed(['a', 'b'], reason));
      await expect(resolve(['a', 'b'])).resolves.toEqual({
        experiences: [
          ['a', reason],
          ['b', reason],
        ],
        otherwise: reason,
      });
      expect(warned()).toEqual([]);
    },
  );

  it('leaves the keys of the other calls as they came', async () => {
    const { resolve } = setUp(failed(['a'], 'HTTP_ERROR', 503), fetched(['b', 'c'], { b: { payload: { x: 1 } } }));
    await expect(resolve(['a', 'b', 'c'])).resolves.toMatchObject({
      experiences: [
        ['a', 'HTTP_ERROR'],
        ['b', undefined],
        ['c', 'NOT_MATCHED'],
      ],
    });
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

describe('the warning of a dropped experience', () => {
  const hostile = 'visitor@example.com';

  it.each([['all'], [['good']]] as const)('names no key that was not asked for (%j)', async (keys) => {
    const { resolve, warned } = setUp(fetched(keys, { [hostile]: 7, good: { payload: { x: 1 } } }));
    await resolve(keys);
    expect(warned()).toEqual(['An experience came but was dropped: it is not an object (MOE_WARN_BAD_EXPERIENCE)']);
  });

  it('comes once for all such keys together', async () => {
    const { resolve, warned } = setUp(fetched('all', { one: 7, other: 8 }));
    await resolve('all');
    expect(warned().length).toBe(1);
  });
});

describe('keys of which nobody would match', () => {
  it('have their defaults, and the others are as they came', async () => {
    const { resolve } = setUp({ kind: 'inactive', keys: ['old'] }, fetched(['a'], { a: { payload: { x: 1 } } }));
    await expect(resolve(['old', 'a'])).resolves.toMatchObject({
      experiences: [
        ['old', 'NOT_ACTIVE'],
        ['a', undefined],
      ],
    });
  });
});

it.each(['network', 'cache', 'stale'] as const)('a variation from the %s says so', async (source) => {
  const { resolver } = setUp(fetched(['a'], { a: { payload: { x: 1 } } }, source));
  const { experiences } = await resolver.resolve(createVisitor(), ['a'], limits);
  expect(experiences).toMatchObject([{ key: 'a', matched: true, source }]);
});

it.each(['cache', 'stale'] as const)('that nothing matched, as the %s knows, is a default', async (source) => {
  const { resolver } = setUp(fetched(['a'], {}, source));
  const { experiences } = await resolver.resolve(createVisitor(), ['a'], limits);
  expect(experiences).toMatchObject([{ matched: false, source: 'default', reason: 'NOT_MATCHED' }]);
});

it('defaults are counted by reason, and variations are not', async () => {
  const { resolve, counters } = setUp(
    fetched(['a', 'b', 'bad'], { a: { payload: { x: 1 } }, bad: 7 }),
    failed(['c', 'd'], 'TIMEOUT'),
  );
  await resolve(['a', 'b', 'bad', 'c', 'd']);
  await resolve(['a', 'b', 'bad', 'c', 'd']);
  expect(counters.defaults).toEqual({ NOT_MATCHED: 2, BAD_RESPONSE: 2, TIMEOUT: 4 });
});

it('the configured keys are those with defaults of their own', () => {
  expect(setUp().resolver.configuredKeys).toEqual(['hero']);
});

describe('an observer', () => {
  it('hears of each key where it came from and why it is the default, and how long it took', async () => {
    const observer = { ...createSafeObserver({}), onResolve: jest.fn() };
    const clock = createFakeClock();
    const ask = () => {
      clock.advance(12);
      return Promise.resolve([fetched(['a'], { a: { payload: { x: 1 } } }, 'cache'), failed(['b'], 'TIMEOUT')]);
    };
    const ports = {
      ask,
      known: () => () => undefined,
      clock,
      observer,
      counters: createCounters(),
      warnings: createWarnings(silentLogger, clock),
    };
    await createResolver({}, ports).resolve(createVisitor(), ['a', 'b'], limits);
    expect(observer.onResolve.mock.calls).toEqual([
      [
        {
          experiences: { a: { source: 'cache', reason: undefined }, b: { source: 'default', reason: 'TIMEOUT' } },
          durationMs: 12,
        },
      ],
    ]);
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
