import { emulatorErrorCodes } from 'express-moengage-personalize/emulator';
import type { EmulatorOptions } from 'express-moengage-personalize/emulator';

import { checkOptions } from '../../../src/emulator/options.js';

const check = (options: unknown, nodeEnv?: string) => () => {
  checkOptions(options as EmulatorOptions, nodeEnv);
};

describe('checkOptions', () => {
  it.each([{}, { host: '::1' }, { host: 'localhost', port: 0 }, { port: 65_535 }, { config: {} }, { configFile: 'x' }])(
    'takes %j',
    (options) => {
      expect(check(options, 'test')).not.toThrow();
    },
  );

  it.each([
    [{ host: '0.0.0.0' }, 'host must be one of 127.0.0.1, ::1, localhost'],
    [{ host: '192.168.1.5' }, 'host must be one of'],
    [{ port: -1 }, 'port must be a whole number'],
    [{ port: 65_536 }, 'port must be a whole number'],
    [{ port: 1.5 }, 'port must be a whole number'],
    [{ config: {}, configFile: 'x' }, 'config and configFile contradict each other'],
    [{ file: 'x' }, 'createEmulator has no option file'],
  ])('refuses %j', (options, message) => {
    expect(check(options)).toThrow(
      expect.objectContaining({ code: 'MOE_EMULATOR_OPTION', message: expect.stringContaining(message) }),
    );
  });

  it('refuses to run in production', () => {
    expect(check({}, 'production')).toThrow(expect.objectContaining({ code: 'MOE_EMULATOR_PRODUCTION' }));
  });

  it('has a code for every error', () => {
    expect(emulatorErrorCodes).toEqual([...emulatorErrorCodes].sort());
  });
});
