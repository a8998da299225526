import { createWarnings } from '../../../src/core/warnings.js';
import type { ApiOutcome } from '../../../src/client/transport.js';
import { askNetwork } from '../../../src/experiences/network.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { answered, answerKeys, createScriptedTransport } from '../../support/scripted-transport.js';
import { createVisitor } from '../../support/visitor.js';
import { summary } from './fixtures/outcomes.js';

const limits = { deadline: 1_500 };
const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);

function setUp(answer: Parameters<typeof createScriptedTransport>[0]) {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const transport = createScriptedTransport(answer);
  const ask = askNetwork(transport, createWarnings(logger, clock));
  return {
    clock,
    transport,
    ask: (keys: readonly string[] | 'all') => ask(createVisitor(), keys, limits),
    warned: () => logger.lines.map(({ level, message }) => `${level}: ${message}`),
  };
}

describe('what the network answers', () => {
  it('says that it came from there', async () => {
    await expect(setUp(answerKeys).ask(['a', 'b'])).resolves.toMatchObject([
      { kind: 'fetched', keys: ['a', 'b'], source: 'network' },
    ]);
  });

  it('comes in as many outcomes as there were calls', async () => {
    const { ask, transport } = setUp((request, index) => (index === 0 ? answerKeys(request) : answered('', 500)));
    const outcomes = await ask(keysOf(26));
    expect(outcomes).toMatchObject([{ kind: 'fetched' }, { kind: 'failed', keys: ['key-25'] }]);
    expect(transport.sent.map((call) => call.limits)).toEqual([limits, limits]);
  });

  it('is not warned of where it went well', async () => {
    const { ask, warned } = setUp(answerKeys);
    await ask(['a']);
    expect(warned()).toEqual([]);
  });
});

describe('a failure', () => {
  const failures: readonly (readonly [string, ApiOutcome])[] = [
    ['TIMEOUT', { kind: 'failed', reason: 'TIMEOUT' }],
    ['NETWORK_ERROR', { kind: 'failed', reason: 'NETWORK_ERROR' }],
    ['BREAKER_OPEN', { kind: 'failed', reason: 'BREAKER_OPEN' }],
    ['OVERLOADED', { kind: 'failed', reason: 'OVERLOADED' }],
    ['RATE_LIMITED', { kind: 'failed', reason: 'RATE_LIMITED' }],
    ['RATE_LIMITED, HTTP 429', answered('', 429)],
    ['UNAUTHORIZED, HTTP 401', answered('', 401)],
    ['HTTP_ERROR, HTTP 503', answered('', 503)],
    ['BAD_RESPONSE, HTTP 200', answered('<html>')],
  ];

  it.each(failures)('by %s is told with its keys, and warned of', async (detail, outcome) => {
    const { ask, warned } = setUp(() => outcome);
    expect(summary(await ask(['a']))).toEqual({ a: detail.replace(/,.*/, '') });
    expect(warned()).toEqual([`warn: Experiences could not be fetched: ${detail} (MOE_WARN_FETCH_FAILED)`]);
  });

  it('since the visitor has left is not warned of', async () => {
    const { ask, warned } = setUp(() => ({ kind: 'failed', reason: 'ABORTED' }));
    expect(summary(await ask('all'))).toEqual({ all: 'ABORTED' });
    expect(warned()).toEqual([]);
  });

  it('is warned of once a minute for each kind', async () => {
    const { ask, warned, clock } = setUp((_, index) => answered('', index % 2 === 0 ? 500 : 429));
    for (const advanceMs of [0, 59_999, 1]) {
      clock.advance(advanceMs);
      await ask(keysOf(50));
    }
    expect(warned().map((line) => /HTTP \d+/.exec(line)?.[0])).toEqual([
      'HTTP 500',
      'HTTP 429',
      'HTTP 500',
      'HTTP 429',
    ]);
  });
});
