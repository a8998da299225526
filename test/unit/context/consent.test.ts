import type { ReadConsent } from '../../../src/config/personalize-options.js';
import { createConsentReader } from '../../../src/context/consent.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { readRequest } from './fixtures/real-request.js';

function setUp(consent?: ReadConsent) {
  const logger = createRecordingLogger();
  const read = createConsentReader(consent, createWarnings(logger, createFakeClock()));
  return { logger, read: (headers: Readonly<Record<string, string>> = {}) => readRequest(read, { headers }) };
}

describe('consent', () => {
  it.each([
    [{}, 'full'],
    [{ 'sec-gpc': '0', dnt: '0' }, 'full'],
    [{ dnt: 'unspecified' }, 'full'],
    [{ 'sec-gpc': '1' }, 'anonymous'],
    [{ dnt: '1' }, 'anonymous'],
    [{ 'sec-gpc': '1', dnt: '0' }, 'anonymous'],
  ])('of a browser that says %j is %s', async (headers, consent) => {
    expect(await setUp().read(headers)).toBe(consent);
  });

  it.each(['full', 'anonymous', 'none'] as const)(
    'is %s where the application says so, whatever the browser says',
    async (consent) => {
      const { read } = setUp(() => consent);

      expect([await read({ 'sec-gpc': '1' }), await read()]).toEqual([consent, consent]);
    },
  );

  it.each([
    [
      'throws',
      () => {
        throw new Error('visitor-canary');
      },
    ],
    ['gives a promise', () => Promise.resolve('full') as never],
    ['says something else', () => 'visitor-canary' as never],
    ['says nothing', () => undefined as never],
  ])('is none where the application %s, with a warning that tells no more', async (_case, consent) => {
    const { read, logger } = setUp(consent);

    expect(await read()).toBe('none');
    expect(logger.lines).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).toContain('MOE_WARN_CONSENT');
    expect(JSON.stringify(logger.lines)).not.toContain('canary');
  });
});
