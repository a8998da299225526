import { createTimeZoneFinder } from '../../../src/context/visitor-zone.js';
import type { ReadTimeZone } from '../../../src/config/personalize-options.js';
import { recordWarnings } from './fixtures/ports.js';
import { readRequest } from './fixtures/real-request.js';

async function find(timeZone: string | ReadTimeZone) {
  const warnings = recordWarnings();
  return { zone: await readRequest(createTimeZoneFinder(timeZone, warnings)), warnings };
}

describe("the visitor's zone", () => {
  it('is the fixed one', async () => {
    expect((await find('Europe/Berlin')).zone).toBe('Europe/Berlin');
  });

  it.each([
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['asia/calcutta', 'Asia/Kolkata'],
    [' US/Eastern ', 'America/New_York'],
  ])('is what the request says, %j, by its canonical name', async (given, zone) => {
    const found = await find(() => given);
    expect(found.zone).toBe(zone);
    expect(found.warnings.codes).toEqual([]);
  });

  it.each([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', ' '],
    ['no zone', 'Mars/Canary-4711'],
    ['an offset', '+05:30'],
    ['hostile', '../../Canary-4711\r\n'],
    ['huge', 'Canary-4711'.repeat(1_000)],
    ['no string', 42],
    ['an object', { Canary: 4711 }],
    ['a promise', Promise.resolve('Europe/Berlin')],
    ['a promise that rejects', Promise.reject(new Error('Canary-4711'))],
  ])('is UTC, with a warning that does not print it, where it is %s', async (_, value) => {
    const { zone, warnings } = await find(jest.fn().mockReturnValue(value));
    expect(zone).toBe('UTC');
    expect(warnings.codes).toEqual(['MOE_WARN_TIME_ZONE']);
    expect(warnings.text).not.toContain('Canary');
  });

  it('is UTC, with a warning, where the callback throws', async () => {
    const { zone, warnings } = await find(() => {
      throw new Error('Canary-4711');
    });
    expect(zone).toBe('UTC');
    expect(warnings.codes).toEqual(['MOE_WARN_TIME_ZONE']);
    expect(warnings.text).not.toContain('Canary');
  });
});
