import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parseWorkspaceId, workspaceIdVariable } from '../config/credentials.js';
import { invalidOption, invalidSecret, missingOption } from '../core/option-errors.js';
import { systemClock } from '../core/clock.js';
import type { Clock } from '../core/clock.js';
import type { PersonalizeError } from '../core/errors.js';
import { createPreviewLink, parseDuration } from '../core/preview-link.js';
import type { PreviewLink } from '../core/preview-link.js';
import { createRecord } from '../core/record.js';
import type { CommandHost } from './command-host.js';

/** What `moengage-personalize preview` takes, under commander's names. */
export interface PreviewCommandOptions {
  readonly url: string;
  readonly ttl: string;
  readonly explain?: boolean;
  readonly secretFile?: string;
  readonly workspace?: string;
}

const secretVariable = 'MOENGAGE_PREVIEW_SECRET';

/** Where an Express application mostly is while it is worked on. */
const developmentPage = 'http://127.0.0.1:3000/';

/** The site knows a variation only once it has met it: what its badge says of others should surprise nobody. */
const whatIsKnown =
  'A variation is known to the site from its preview file, or once it has shown it to a visitor since its start.';

async function readSecretFile(path: string): Promise<string> {
  try {
    // Editors end a file with a line break, which is not meant.
    return (await readFile(path, 'utf8')).trimEnd();
  } catch {
    throw invalidOption('--secret-file', 'a file that can be read', path);
  }
}

async function findSecret({ secretFile }: PreviewCommandOptions, { environment }: CommandHost): Promise<string> {
  const secret = secretFile === undefined ? environment[secretVariable] : await readSecretFile(secretFile);
  if (secret) return secret;
  throw missingOption('The secret', `set ${secretVariable}, or give --secret-file`);
}

/** `key=variation` pairs. A key may hold a `=`, an id does not. */
function parseForced(pairs: readonly string[]): Readonly<Record<string, string>> {
  const forced = createRecord<string>();
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    if (at < 1 || at === pair.length - 1)
      throw invalidOption('preview', "given key=variation, such as 'home-hero=2'", pair);
    forced[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return forced;
}

function explainRefusal(
  { part, rule }: Extract<PreviewLink, { kind: 'refused' }>,
  options: PreviewCommandOptions,
  pairs: readonly string[],
): PersonalizeError {
  if (part === 'secret') return invalidSecret('The secret', rule, '');
  if (part === 'url') return invalidOption('--url', rule, options.url);
  return part === 'ttl'
    ? invalidOption('--ttl', rule, options.ttl)
    : invalidOption('preview', `given ${rule}, or --explain`, pairs);
}

/** Prints a link that forces the variations for whoever opens it, and when it ends. */
export async function runPreview(
  pairs: readonly string[],
  options: PreviewCommandOptions,
  host: CommandHost,
  clock: Pick<Clock, 'now'> = systemClock,
): Promise<void> {
  const ttlSeconds = parseDuration(options.ttl);
  if (ttlSeconds === undefined) throw invalidOption('--ttl', "a time such as '45m', '2h' or '7d'", options.ttl);
  const made = createPreviewLink(
    {
      secret: await findSecret(options, host),
      workspaceId: parseWorkspaceId(options.workspace ?? host.environment[workspaceIdVariable]),
      url: options.url,
      forced: parseForced(pairs),
      explain: options.explain === true,
      ttlSeconds,
    },
    clock,
  );
  if (made.kind === 'refused') throw explainRefusal(made, options, pairs);
  host.print(`${made.url}\n\nEnds at ${new Date(made.expires * 1_000).toISOString()}, for everybody who has it.`);
  if (pairs.length > 0) host.print(whatIsKnown);
}

/** Declares the command; `run` is called with what was given. */
export function addPreviewCommand(
  program: Command,
  run: (pairs: readonly string[], options: PreviewCommandOptions) => Promise<void>,
): void {
  program
    .command('preview')
    .description('print a link that forces variations for the browser that opens it, and counts nothing')
    .argument('[key=variation...]', "such as home-hero=2, or home-hero=5A/2 for that variation of one audience's")
    .option('--url <address>', 'the page to open, such as https://shop.example/', developmentPage)
    .option('--ttl <time>', 'how long the link is good for: 60s to 7d', '2h')
    .option('--explain', 'let pages explain themselves at their foot')
    .option('--workspace <id>', `default: ${workspaceIdVariable}`)
    .option('--secret-file <file>', `the site's preview secret; default: ${secretVariable}`)
    .addHelpText('after', '\nThe secret is none of the arguments, which every user of the machine can read.')
    .action((pairs: readonly string[], options: PreviewCommandOptions) => run(pairs, options));
}
