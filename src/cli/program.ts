import { Command, CommanderError } from 'commander';
import { isPersonalizeError } from '../core/errors.js';
import type { CommandHost } from './command-host.js';
import { addDoctorCommand, runDoctor } from './doctor-command.js';
import { addEmulatorCommand, runEmulator } from './emulator-command.js';
import { addFetchCommand, runFetch } from './fetch-command.js';
import { addPreviewCommand, runPreview } from './preview-command.js';
import { addTypesCommand, runTypes } from './types-command.js';

/** Runs a command so that each way of failing is a line and an exit code, never a stack. */
async function guard(host: CommandHost, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    host.complain(error instanceof Error ? error.message : String(error));
    host.fail(isPersonalizeError(error) && !error.code.startsWith('MOE_OPTION_') ? 1 : 2);
  }
}

function createCommand(host: CommandHost): Command {
  const program = new Command('moengage-personalize')
    .description('Tools for the MoEngage Personalize API')
    .version(host.version)
    .configureOutput({
      writeOut: (text) => {
        host.print(text.trimEnd());
      },
      writeErr: (text) => {
        host.complain(text.trimEnd());
      },
    })
    // Commander would end the process by itself, and whoever embeds it along with it.
    .exitOverride();
  addEmulatorCommand(program, (options) => guard(host, () => runEmulator(options, host)));
  addFetchCommand(program, (keys, options) => guard(host, () => runFetch(keys, options, host)));
  addPreviewCommand(program, (pairs, options) => guard(host, () => runPreview(pairs, options, host)));
  addDoctorCommand(program, (options) => guard(host, () => runDoctor(options, host)));
  addTypesCommand(program, (options) => guard(host, () => runTypes(options, host)));
  return program;
}

/** Runs the `moengage-personalize` command with these arguments, as `process.argv` gives them. Never rejects for them. */
export async function runProgram(argv: readonly string[], host: CommandHost): Promise<void> {
  try {
    await createCommand(host).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) host.fail(2);
  }
}
