import type { Environment } from '../config/resolve-options.js';
import type { Clock } from '../core/clock.js';

/**
 * 1 where the API could not be asked, or trouble was found; 2 where the command was given wrongly; 3 where a file is out
 * of date.
 */
export type FailureExitCode = 1 | 2 | 3;

/** What a command needs of the process that it runs in, so that tests can be that process. */
export interface CommandHost {
  readonly environment: Environment;
  readonly clock: Clock;
  /** Of the package, as its `package.json` has it. */
  readonly version: string;
  /** A line, or lines, of the result. */
  print(text: string): void;
  /** A line about what went wrong. */
  complain(text: string): void;
  /** The exit code; 0 where this is not called. */
  fail(exitCode: FailureExitCode): void;
  /** Settles on SIGINT or SIGTERM. */
  untilInterrupted(): Promise<unknown>;
}
