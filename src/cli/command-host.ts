import type { Environment } from '../config/resolve-options.js';

/** What a command needs of the process that it runs in, so that tests can be that process. */
export interface CommandHost {
  readonly environment: Environment;
  /** A line, or lines, of the result. */
  print(text: string): void;
  /** A line about what went wrong. */
  complain(text: string): void;
  /** The exit code: 1 where the API could not be asked, 2 where the command was given wrongly. */
  fail(exitCode: 1 | 2): void;
  /** Settles on SIGINT or SIGTERM. */
  untilInterrupted(): Promise<unknown>;
}
