import { Option } from 'commander';
import type { Command } from 'commander';
import { dataCenterVariable } from '../config/base-url.js';
import { resolveOptions } from '../config/resolve-options.js';
import type { Environment } from '../config/resolve-options.js';
import type { ResolvedOptions } from '../config/resolved-options.js';
import { assemblePersonalize } from '../personalize.js';
import type { Personalize } from '../personalize.js';
import type { CommandHost } from './command-host.js';

/** Where to ask, as whom and how patiently, under commander's names. */
export interface ConnectionOptions {
  readonly workspace?: string;
  readonly dataCenter?: string;
  readonly baseUrl?: string;
  readonly timeout: string;
}

/** Declares them on a command that asks the API. */
export function addConnectionOptions(command: Command): Command {
  return command
    .option('--workspace <id>', 'default: MOENGAGE_WORKSPACE_ID')
    .addOption(new Option('--data-center <number>', 'default: MOENGAGE_DATA_CENTER').conflicts('baseUrl'))
    .option('--base-url <url>', 'in place of the data centre, such as http://127.0.0.1:4010/v1')
    .option('--timeout <ms>', 'milliseconds', '5000')
    .addHelpText(
      'after',
      '\nThe key is read from MOENGAGE_PERSONALIZE_API_KEY only: a command line is no place for a secret.',
    );
}

/**
 * The options of an application that is configured like this command.
 * @throws PersonalizeError `MOE_OPTION_*`.
 */
export function resolveConnection(options: ConnectionOptions, environment: Environment): ResolvedOptions {
  const { baseUrl, workspace, dataCenter, timeout } = options;
  const place = dataCenter === undefined ? {} : { [dataCenterVariable]: dataCenter };
  return resolveOptions({ baseUrl, workspaceId: workspace, timeoutMs: Number(timeout) }, { ...environment, ...place });
}

/** The package as such an application would have it. */
export function connect(options: ConnectionOptions, { environment, clock }: CommandHost): Personalize {
  return assemblePersonalize(resolveConnection(options, environment), clock);
}
