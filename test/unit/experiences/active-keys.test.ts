import type { CallFailure } from '../../../src/client/fetch-chunks.js';
import type { ExperienceMeta } from '../../../src/client/fetch-metadata.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { askActiveOnly, watchActiveKeys } from '../../../src/experiences/active-keys.js';
import type { ActiveKeys } from '../../../src/experiences/active-keys.js';
import { createFakeClock } from '../../support/fake-clock.js';
import type { FakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { createVisitor } from '../../support/visitor.js';

type Answer = readonly ExperienceMeta[] | CallFailure;

const hourMs = 3_600_000;
const failure: CallFailure = { reason: 'TIMEOUT', status: undefined };
const metadata: readonly ExperienceMeta[] = [
  { key: 'home-hero', name: 'Hero', status: 'Active' },
  { key: 'promo-strip', name: 'Strip', status: 'Paused' },
  { key: 'christmas', name: 'Christmas', status: 'Scheduled' },
];

let clock: FakeClock;
let logger: ReturnType<typeof createRecordingLogger>;

/** Settles all promises that are due. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Watches a workspace whose metadata reads so, answer after answer; the last one stays. */
async function watch(...answers: readonly [Answer, ...Answer[]]) {
  const coming = [...answers];
  const fetchMetadata = jest.fn(() => Promise.resolve(coming.shift() ?? failure));
  const activeKeys = watchActiveKeys({ fetchMetadata, clock, warnings: createWarnings(logger, clock) });
  await settle();
  const advance = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return { activeKeys, fetchMetadata, advance };
}

beforeEach(() => {
  clock = createFakeClock();
  logger = createRecordingLogger();
});

describe('the active keys', () => {
  it.each([
    ['home-hero', true],
    ['promo-strip', false],
    ['christmas', false],
    ['no-such-key', false],
  ])('hold %s: %s', async (key, isActive) => {
    const { activeKeys } = await watch(metadata);

    expect(activeKeys.isActive(key)).toBe(isActive);
  });

  it('are all keys while the metadata has not come', async () => {
    const { activeKeys } = await watch(failure);

    expect(activeKeys.isActive('no-such-key')).toBe(true);
    expect(logger.lines).toEqual([]);
  });

  it('warn once of a key that does not exist, with the one that was meant', async () => {
    const { activeKeys } = await watch(metadata);

    activeKeys.isActive('home-her');
    activeKeys.isActive('home-her');

    expect(logger.lines).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).toMatch(/MOE_WARN_UNKNOWN_KEY.*'home-her'.*did you mean 'home-hero'\?/);
  });

  it('do not warn of a key that is merely paused', async () => {
    const { activeKeys } = await watch(metadata);

    activeKeys.isActive('promo-strip');

    expect(logger.lines).toEqual([]);
  });

  it('are read again each day', async () => {
    const { activeKeys, fetchMetadata, advance } = await watch(metadata, []);

    await advance(24 * hourMs - 1);
    expect(fetchMetadata).toHaveBeenCalledTimes(1);
    await advance(1);

    expect(fetchMetadata).toHaveBeenCalledTimes(2);
    expect(activeKeys.isActive('home-hero')).toBe(false);
  });

  it('stay what they were where reading them again fails, and are tried again ever more seldom, to an hour', async () => {
    const { activeKeys, fetchMetadata, advance } = await watch(metadata, ...Array<CallFailure>(20).fill(failure));

    await advance(24 * hourMs);
    expect(activeKeys.isActive('promo-strip')).toBe(false);
    await advance(60_000);
    await advance(60_000);
    expect(fetchMetadata).toHaveBeenCalledTimes(3);
    await advance(60_000);
    expect(fetchMetadata).toHaveBeenCalledTimes(4);
    for (let hour = 0; hour < 3; hour += 1) await advance(hourMs);

    const before = fetchMetadata.mock.calls.length;
    await advance(hourMs);
    expect(fetchMetadata).toHaveBeenCalledTimes(before + 1);
  });

  it('are left alone after stop(), which frees the timer', async () => {
    const { activeKeys, fetchMetadata, advance } = await watch(metadata);

    activeKeys.stop();
    await advance(48 * hourMs);

    expect(fetchMetadata).toHaveBeenCalledTimes(1);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('asking for active keys only', () => {
  const activeKeys: ActiveKeys = { isActive: (key) => key.startsWith('live'), stop: () => undefined };
  const limits = { deadline: 1_500 };
  const visitor = createVisitor();

  it('leaves the others out of the call and says so', async () => {
    const ask = jest.fn(() => Promise.resolve([]));

    const outcomes = await askActiveOnly(ask, activeKeys)(visitor, ['live-1', 'dead-1', 'live-2'], limits);

    expect(ask).toHaveBeenCalledWith(visitor, ['live-1', 'live-2'], limits);
    expect(outcomes).toEqual([{ kind: 'inactive', keys: ['dead-1'] }]);
  });

  it('makes no call where none is active', async () => {
    const ask = jest.fn(() => Promise.resolve([]));

    await askActiveOnly(ask, activeKeys)(visitor, ['dead-1'], limits);

    expect(ask).not.toHaveBeenCalled();
  });

  it('asks for everything as it is', async () => {
    const ask = jest.fn(() => Promise.resolve([]));

    await askActiveOnly(ask, activeKeys)(visitor, 'all', limits);

    expect(ask).toHaveBeenCalledWith(visitor, 'all', limits);
  });
});
