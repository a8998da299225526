import { createWarnings, warningCodes } from '../../../src/core/warnings.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';

function setUp() {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const warnings = createWarnings(logger, clock);
  return { clock, logger, warnings, count: () => logger.lines.length };
}

describe('a warning', () => {
  it('is logged at warn with its code as a field and in its text', () => {
    const { warnings, logger } = setUp();
    warnings.once('MOE_WARN_IDENTIFY', 'throw', 'identify threw');
    expect(logger.lines).toEqual([
      { level: 'warn', fields: { code: 'MOE_WARN_IDENTIFY' }, message: 'identify threw (MOE_WARN_IDENTIFY)' },
    ]);
  });

  it.each(warningCodes)('has the code %s, which begins with MOE_WARN_', (code) => {
    expect(code).toMatch(/^MOE_WARN_[A-Z_]+$/);
  });
});

describe('a warning that is said once', () => {
  it('is silent the second time, however much later', () => {
    const { warnings, clock, count } = setUp();
    warnings.once('MOE_WARN_IDENTIFY', 'a', 'x');
    clock.advance(10 * 365 * 86_400_000);
    warnings.once('MOE_WARN_IDENTIFY', 'a', 'x');
    expect(count()).toBe(1);
  });

  it('is said again for another subject', () => {
    const { warnings, count } = setUp();
    warnings.once('MOE_WARN_IDENTIFY', 'a', 'x');
    warnings.once('MOE_WARN_IDENTIFY', 'b', 'x');
    expect(count()).toBe(2);
  });

  it('is said again for another code with the same subject', () => {
    const { warnings, count } = setUp();
    warnings.once('MOE_WARN_IDENTIFY', 'a', 'x');
    warnings.once('MOE_WARN_ATTRIBUTES', 'a', 'x');
    expect(count()).toBe(2);
  });
});

describe('a warning that is repeated', () => {
  it('is silent for less than a minute', () => {
    const { warnings, clock, count } = setUp();
    warnings.repeated('MOE_WARN_FETCH_FAILED', 'TIMEOUT', 'x');
    clock.advance(59_999);
    warnings.repeated('MOE_WARN_FETCH_FAILED', 'TIMEOUT', 'x');
    expect(count()).toBe(1);
  });

  it('is said again after a minute, and then silent again', () => {
    const { warnings, clock, count } = setUp();
    for (const advanceMs of [0, 60_000, 1, 59_998, 1]) {
      clock.advance(advanceMs);
      warnings.repeated('MOE_WARN_FETCH_FAILED', 'TIMEOUT', 'x');
    }
    expect(count()).toBe(3);
  });

  it('does not heed a jump of the wall clock', () => {
    const { warnings, clock, count } = setUp();
    warnings.repeated('MOE_WARN_FETCH_FAILED', 'TIMEOUT', 'x');
    clock.setNow(clock.now() + 86_400_000);
    warnings.repeated('MOE_WARN_FETCH_FAILED', 'TIMEOUT', 'x');
    expect(count()).toBe(1);
  });
});

describe('warnings about ever more subjects', () => {
  it('fall silent after a thousand', () => {
    const { warnings, count } = setUp();
    for (let subject = 0; subject < 1_500; subject += 1) warnings.once('MOE_WARN_NOT_REQUESTED', `${subject}`, 'x');
    expect(count()).toBe(1_000);
  });

  it('still repeat what was said before', () => {
    const { warnings, clock, count } = setUp();
    warnings.repeated('MOE_WARN_FETCH_FAILED', 'TIMEOUT', 'x');
    for (let subject = 0; subject < 1_500; subject += 1) warnings.once('MOE_WARN_NOT_REQUESTED', `${subject}`, 'x');
    clock.advance(60_000);
    warnings.repeated('MOE_WARN_FETCH_FAILED', 'TIMEOUT', 'x');
    expect(count()).toBe(1_002);
  });
});
