import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { invalidOption } from '../core/option-errors.js';
import { createEmulator, emulatorSchema } from '../emulator/index.js';
import type { ConfigProblem, Emulator } from '../emulator/index.js';
import type { CommandHost } from './command-host.js';
import { sampleFile, sampleWorkspace } from './sample-workspace.js';

/** What `moengage-personalize emulator` takes, under commander's names. */
export interface EmulatorCommandOptions {
  readonly config?: string;
  readonly port: string;
  readonly init?: string;
  readonly schema?: boolean;
}

function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw invalidOption('--port', 'a port number, or 0 for any free one', text);
}

function describe({ url, baseUrl, workspaceId, apiKey }: Emulator, config: string | undefined): string {
  return [
    `MoEngage Personalize emulator on ${url} — open it to see calls and events as they come`,
    config === undefined
      ? 'A sample workspace; --init my.yaml writes it to a file for you to change, --config my.yaml uses that'
      : `Experiences from ${config}, read again whenever it changes`,
    '',
    'For your application, which needs no change, and for the other commands:',
    `  export MOENGAGE_WORKSPACE_ID=${workspaceId} MOENGAGE_PERSONALIZE_API_KEY=${apiKey} MOENGAGE_BASE_URL=${baseUrl}`,
    '  npx moengage-personalize fetch home-hero --utm-source newsletter',
  ].join('\n');
}

function describeProblem({ path, message, line }: ConfigProblem): string {
  return `  ${line === undefined ? '' : `line ${line}: `}${path === '' ? '' : `${path}: `}${message}`;
}

async function serve({ config, port }: EmulatorCommandOptions, host: CommandHost): Promise<void> {
  const emulator = await createEmulator({
    ...(config === undefined ? { config: sampleWorkspace } : { configFile: config }),
    port: parsePort(port),
    onConfigError: (problems) => {
      host.complain(`The file is not used as it stands now:\n${problems.map(describeProblem).join('\n')}`);
    },
  });
  host.print(describe(emulator, config));
  await host.untilInterrupted();
  await emulator.close();
}

/** Serves the emulator until it is interrupted, or writes the sample file or the schema. */
export async function runEmulator(options: EmulatorCommandOptions, host: CommandHost): Promise<void> {
  if (options.schema === true) {
    host.print(JSON.stringify(emulatorSchema(), null, 2));
  } else if (options.init !== undefined) {
    // Never over a file that somebody has worked on.
    await writeFile(options.init, sampleFile(), { flag: 'wx' });
    host.print(`Wrote ${options.init}; now: moengage-personalize emulator --config ${options.init}`);
  } else {
    await serve(options, host);
  }
}

/** Declares the command; `run` is called with what was given. */
export function addEmulatorCommand(program: Command, run: (options: EmulatorCommandOptions) => Promise<void>): void {
  program
    .command('emulator')
    .description('run the Personalize API locally, from a YAML file of experiences')
    .option('--config <file>', 'YAML file; a sample workspace without')
    .option('--port <number>', 'port on 127.0.0.1, 0 for any free one', '4010')
    .option('--init <file>', 'write the sample workspace to a new file, and end')
    .option('--schema', 'print the JSON Schema of the file for editors, and end')
    .action((options: EmulatorCommandOptions) => run(options));
}
