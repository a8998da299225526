import { createSafeLogger, silentLogger } from '../../../src/core/logger.js';
import type { Logger } from '../../../src/core/logger.js';
import { createRecordingLogger } from '../../support/recording-logger.js';

const levels = ['debug', 'info', 'warn', 'error'] as const;

const eachLevel = (log: () => void): Logger => ({ debug: log, info: log, warn: log, error: log });

describe.each(levels)('a safe logger at %s', (level) => {
  it('passes fields and message on', () => {
    const logger = createRecordingLogger();
    createSafeLogger(logger)[level]({ code: 'X' }, 'said');
    expect(logger.lines).toEqual([{ level, fields: { code: 'X' }, message: 'said' }]);
  });

  it('swallows a throw', () => {
    const logger = eachLevel(() => {
      throw new Error('disk full');
    });
    expect(() => {
      createSafeLogger(logger)[level]({}, 'said');
    }).not.toThrow();
  });

  it('swallows a rejection, which would end the process', async () => {
    const fail = (): Promise<void> => Promise.reject(new Error('disk full'));
    const logger = Object.assign(createRecordingLogger(), { debug: fail, info: fail, warn: fail, error: fail });
    createSafeLogger(logger)[level]({}, 'said');
    // Jest fails the test for a rejection that is still unhandled by then.
    await new Promise((resolve) => setImmediate(resolve));
    expect.assertions(0);
  });

  it('calls it as a method of its logger', () => {
    const seen: unknown[] = [];
    const logger: Logger = eachLevel(function (this: unknown) {
      seen.push(this);
    });
    createSafeLogger(logger)[level]({}, 'said');
    expect(seen).toEqual([logger]);
  });

  it('says nothing where the logger is the silent one', () => {
    expect(() => {
      silentLogger[level]({}, 'said');
    }).not.toThrow();
  });
});
