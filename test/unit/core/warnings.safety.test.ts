import { createWarnings } from '../../../src/core/warnings.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { createRecordingLogger } from '../../support/recording-logger.js';

function setUp() {
  const logger = createRecordingLogger();
  return { warnings: createWarnings(logger, createFakeClock()), logger };
}

describe('a warning about a thousand subjects', () => {
  it('does not silence another code', () => {
    const { warnings, logger } = setUp();
    for (let subject = 0; subject < 1_500; subject += 1) warnings.once('MOE_WARN_NOT_REQUESTED', `${subject}`, 'x');
    warnings.once('MOE_WARN_INTERNAL', 'a', 'another');
    expect(logger.lines.at(-1)?.message).toBe('another (MOE_WARN_INTERNAL)');
  });
});

describe('the text of a warning', () => {
  it.each(['\n', '\r', '\u0000', '\u001b', '\u007f', '\u0085', '\u009b', '\u2028', '\u2029'])(
    'holds no %j, with which a line could be forged',
    (character) => {
      const { warnings, logger } = setUp();
      warnings.once('MOE_WARN_INTERNAL', 'a', `one${character}two`);
      expect(logger.lines[0]?.message).toBe('one two (MOE_WARN_INTERNAL)');
    },
  );

  it('is cut after 500 characters', () => {
    const { warnings, logger } = setUp();
    warnings.once('MOE_WARN_INTERNAL', 'a', 'x'.repeat(10_000));
    expect(logger.lines[0]?.message).toBe(`${'x'.repeat(500)} (MOE_WARN_INTERNAL)`);
  });
});
