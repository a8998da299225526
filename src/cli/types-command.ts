import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { conflictingOptions, invalidOption } from '../core/option-errors.js';
import { isJsonObject } from '../core/json.js';
import type { CommandHost } from './command-host.js';
import { addConnectionOptions, connect } from './connection-options.js';
import type { ConnectionOptions } from './connection-options.js';
import { countOf, listNames } from './printable.js';
import { collect } from './types/collect.js';
import { marker, printDeclaration } from './types/declaration.js';
import type { KnownExperience } from './types/declaration.js';
import { describeDifference } from './types/difference.js';
import { combine } from './types/knowledge.js';
import { readSamples } from './types/samples.js';
import { readWrittenTypes } from './types/written-types.js';
import type { WrittenTypes } from './types/written-types.js';

/** What `moengage-personalize types` takes, under commander's names. */
export interface TypesOptions extends ConnectionOptions {
  readonly out: string;
  readonly customer?: readonly string[];
  readonly sample?: string;
  readonly check?: boolean;
  readonly fresh?: boolean;
}

const standardOutput = '-';

interface WrittenFile {
  readonly text: string;
  readonly types: WrittenTypes;
}

/** The file as it is there; `undefined` where it is not. One that somebody else wrote is nothing to write over. */
async function readWritten(path: string): Promise<WrittenFile | undefined> {
  if (path === standardOutput) return undefined;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isJsonObject(error) && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const types = text.includes(marker) ? readWrittenTypes(text) : undefined;
  if (types) return { text, types };
  throw invalidOption('--out', 'a new file, or one that this command wrote', path);
}

/** Today's types, made with what the file knows already. */
async function makeTypes(
  options: TypesOptions,
  host: CommandHost,
  written: WrittenFile | undefined,
): Promise<{ readonly experiences: readonly KnownExperience[]; readonly text: string }> {
  const visitors = await readSamples(options.customer, options.sample);
  const { client, close } = connect(options, host);
  try {
    const collected = await collect(client, visitors);
    const experiences = combine(collected, options.fresh === true ? undefined : written?.types);
    const today = new Date(host.clock.now()).toISOString().slice(0, 10);
    return { experiences, text: printDeclaration(experiences, today) };
  } finally {
    await close();
  }
}

function describeUnseen(experiences: readonly KnownExperience[]): readonly string[] {
  const unseen = experiences.filter(({ knowledge }) => knowledge.kind === 'unseen').map(({ key }) => key);
  if (unseen.length === 0) return [];
  return [`Any variable is allowed of ${listNames(unseen)}; --customer or --sample may show what they hold`];
}

/** What the file lacks and has too much, or nothing. */
function differences(written: WrittenFile | undefined, text: string): readonly string[] {
  return describeDifference(written?.types ?? new Map(), readWrittenTypes(text) ?? new Map());
}

async function write(
  out: string,
  { experiences, text }: Awaited<ReturnType<typeof makeTypes>>,
  written: WrittenFile | undefined,
  host: CommandHost,
): Promise<void> {
  const undated = (dated: string): string => dated.replaceAll('\r\n', '\n').replace(/een \d{4}-\d\d-\d\d/g, '');
  // A file that only the day has changed is none that anybody wants to review.
  if (written && undated(written.text) === undated(text)) {
    host.print(`${out} is up to date`);
    return;
  }
  await writeFile(out, text);
  host.print([`Wrote ${out}: ${countOf(experiences.length, 'experience')}`, ...describeUnseen(experiences)].join('\n'));
}

function check(out: string, text: string, written: WrittenFile | undefined, host: CommandHost): void {
  const found = differences(written, text);
  if (written && found.length === 0) {
    host.print(`${out} is up to date`);
    return;
  }
  const state = written ? 'is out of date' : 'is not there';
  host.complain(
    [`${out} ${state}; moengage-personalize types writes it:`, ...found.map((line) => `  ${line}`)].join('\n'),
  );
  host.fail(3);
}

/** Writes the types of a workspace's experiences, prints them, or compares them with the file that is there. */
export async function runTypes(options: TypesOptions, host: CommandHost): Promise<void> {
  const { out } = options;
  if (options.check === true && out === standardOutput) {
    throw conflictingOptions('--check and --out -', 'there is no file to compare with');
  }
  const written = await readWritten(out);
  const made = await makeTypes(options, host, written);
  if (out === standardOutput) host.print(made.text.trimEnd());
  else if (options.check === true) check(out, made.text, written, host);
  else await write(out, made, written, host);
}

/** Declares the command; `run` is called with what was given. */
export function addTypesCommand(program: Command, run: (options: TypesOptions) => Promise<void>): void {
  const command = program
    .command('types')
    .description("write TypeScript types of the workspace's experiences: keys, variables and their values")
    .option('--out <file>', 'where to; - prints', 'personalize.d.ts')
    .option('--customer <id...>', 'sample visitors, besides an anonymous one, by customer id')
    .option('--sample <file>', 'further ones: JSON, a list of { identity, attributes, ipAddress, userAgent, … }')
    .option('--check', 'write nothing; exit with 3 where the file is out of date')
    .option('--fresh', 'forget what earlier runs saw of experiences that nobody gets now');
  addConnectionOptions(command).action((options: TypesOptions) => run(options));
}
