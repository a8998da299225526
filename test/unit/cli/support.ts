import type { CommandHost } from '../../../src/cli/command-host.js';
import type { Environment } from '../../../src/config/resolve-options.js';
import { runProgram } from '../../../src/cli/program.js';
import { systemClock } from '../../../src/core/clock.js';
import type { Clock } from '../../../src/core/clock.js';

export interface Run {
  readonly output: string;
  readonly complaints: string;
  readonly exitCode: number;
}

/** Runs the command in a process of the test's own making, which is interrupted as soon as `until` settles. */
export async function run(
  args: readonly string[],
  environment: Environment = {},
  until: (output: string) => Promise<unknown> = () => Promise.resolve(),
  clock: Clock = systemClock,
): Promise<Run> {
  const output: string[] = [];
  const complaints: string[] = [];
  let exitCode = 0;
  const host: CommandHost = {
    environment,
    clock,
    version: '1.2.3',
    print: (text) => output.push(text),
    complain: (text) => complaints.push(text),
    fail: (code) => {
      exitCode = code;
    },
    untilInterrupted: () => until(output.join('\n')),
  };
  await runProgram(['node', 'moengage-personalize', ...args], host);
  return { output: output.join('\n'), complaints: complaints.join('\n'), exitCode };
}
