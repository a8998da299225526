import type { Command } from 'commander';
import type { FetchResult } from '../client/personalize-client.js';
import { invalidOption } from '../core/option-errors.js';
import { readLocalTime } from '../context/local-time.js';
import { canonicalTimeZone } from '../core/time-zone.js';
import type { CommandHost } from './command-host.js';
import { addConnectionOptions, connect } from './connection-options.js';
import { toQuery } from './fetch-options.js';
import type { FetchOptions } from './fetch-options.js';
import { formatResult } from './format-result.js';

async function fetchOnce(keys: readonly string[], options: FetchOptions, host: CommandHost): Promise<FetchResult> {
  const zone = canonicalTimeZone(options.timeZone);
  if (zone === undefined) throw invalidOption('--time-zone', "an IANA name such as 'Europe/Paris'", options.timeZone);
  const query = toQuery(keys, options, readLocalTime(zone, host.clock.now()));
  const { client, close } = connect(options, host);
  try {
    return await client.fetchExperiences(query);
  } finally {
    await close();
  }
}

/** Asks the API, or the emulator, as a page would, and prints what came. */
export async function runFetch(keys: readonly string[], options: FetchOptions, host: CommandHost): Promise<void> {
  const result = await fetchOnce(keys, options, host);
  host.print(options.json === true ? JSON.stringify(result, null, 2) : formatResult(keys, result));
  for (const { error } of result.errors) host.complain(error.message);
  if (result.errors.length > 0) host.fail(1);
}

/** Declares the command; `run` is called with what was given. */
export function addFetchCommand(
  program: Command,
  run: (keys: readonly string[], options: FetchOptions) => Promise<void>,
): void {
  const command = program
    .command('fetch')
    .description('ask the API, or the emulator, for experiences as a page would, and print what comes')
    .argument('[keys...]', 'experience keys')
    .option('--all', 'everything that the visitor matches')
    .option('--customer <id>', 'customer id; anonymous without')
    .option('--identifier <name=value...>', 'further user identifiers, such as u_em=jane@example.com')
    .option('--utm-source <value>')
    .option('--utm-medium <value>')
    .option('--utm-campaign <value>')
    .option('--utm-term <value>')
    .option('--utm-content <value>')
    .option('--attribute <name=value...>', 'further in-session attributes')
    .option('--ip <address>', "the visitor's IP address")
    .option('--user-agent <text>', "the visitor's User-Agent", 'moengage-personalize')
    .option('--time-zone <name>', 'zone of day and hour', 'UTC')
    .option('--day <name>', 'Monday … Sunday; default: today')
    .option('--hour <00-23>', 'default: now');
  addConnectionOptions(command)
    .option('--json', 'print JSON, contexts included')
    .action((keys: readonly string[], options: FetchOptions) => run(keys, options));
}
