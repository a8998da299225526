import type { EmulatorConfigInput } from './config/input.js';
import { EmulatorError } from './error.js';
import type { ConfigProblem } from './error.js';

/** Names of this machine for itself. The emulator listens on nothing else. */
const loopbackHosts = ['127.0.0.1', '::1', 'localhost'] as const;

export type LoopbackHost = (typeof loopbackHosts)[number];

export interface EmulatorOptions {
  /** What to serve. Default: a workspace without experiences. Not together with `configFile`. */
  readonly config?: EmulatorConfigInput | undefined;
  /** A YAML file to serve, read again when it changes. A broken edit leaves the last good one in use. */
  readonly configFile?: string | undefined;
  /** Told of what is wrong with an edit of `configFile`: every problem with its line. */
  readonly onConfigError?: ((problems: readonly ConfigProblem[]) => void) | undefined;
  /** Default `127.0.0.1`. */
  readonly host?: LoopbackHost | undefined;
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Wall clock in epoch milliseconds, for tests. */
  readonly now?: (() => number) | undefined;
}

const optionNames: readonly string[] = Object.keys({
  config: true,
  configFile: true,
  onConfigError: true,
  host: true,
  port: true,
  now: true,
} satisfies Record<keyof EmulatorOptions, true>);

const maxPort = 65_535;

function refuse(message: string): never {
  throw new EmulatorError('MOE_EMULATOR_OPTION', message);
}

/** @throws EmulatorError for options that are unknown, contradict each other, or would open the emulator to others. */
export function checkOptions(options: EmulatorOptions, nodeEnv: string | undefined): void {
  if (nodeEnv === 'production') {
    const message = 'The emulator is a tool for development and does not start with NODE_ENV=production';
    throw new EmulatorError('MOE_EMULATOR_PRODUCTION', message);
  }
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) refuse(`createEmulator has no option ${unknown}: known are ${optionNames.join(', ')}`);
  const { config, configFile, host = '127.0.0.1', port = 0 } = options;
  if (config !== undefined && configFile !== undefined) refuse('config and configFile contradict each other');
  if (!loopbackHosts.includes(host))
    refuse(`host must be one of ${loopbackHosts.join(', ')}: nobody else may reach it`);
  if (!Number.isInteger(port) || port < 0 || port > maxPort) refuse(`port must be a whole number from 0 to ${maxPort}`);
}
