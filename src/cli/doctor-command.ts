import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { CommandHost } from './command-host.js';
import { addConnectionOptions } from './connection-options.js';
import { examineAll } from './doctor/checks.js';
import { examineConfiguration, examineNode } from './doctor/configuration.js';
import type { Finding } from './doctor/finding.js';
import { examineForwardedFor } from './doctor/forwarded-for.js';
import type { DoctorOptions } from './doctor/options.js';
import { createPatient, parsePatience } from './doctor/patient.js';
import type { Patient } from './doctor/patient.js';
import { formatFinding, formatJson, formatSummary, isWell } from './doctor/report.js';
import { readWrittenTypes } from './types/written-types.js';

async function readTypes(path: string | undefined): Promise<Patient['types']> {
  if (path === undefined) return undefined;
  return { path, written: readWrittenTypes(await readFile(path, 'utf8')) };
}

/** Configuration first, since without it there is nobody to ask; what proxies do is told in any case. */
async function examine(options: DoctorOptions, host: CommandHost, found: (finding: Finding) => void): Promise<void> {
  const types = await readTypes(options.types);
  const configuration = examineConfiguration(options, host.environment);
  const remarks = [...configuration, ...examineNode(host.environment)];
  for (const remark of remarks) found({ check: 'configuration', ...remark });
  if (configuration.every(({ verdict }) => verdict === 'ok')) {
    const patient = createPatient(options, host, types);
    try {
      await examineAll(patient, found);
    } finally {
      await patient.probe.close();
    }
  }
  for (const remark of examineForwardedFor(options.forwardedFor)) found({ check: 'proxy', ...remark });
}

/** Says what is wrong between this machine and the API, line by line as it is found, or as JSON in the end. */
export async function runDoctor(options: DoctorOptions, host: CommandHost): Promise<void> {
  parsePatience(options.timeout);
  const findings: Finding[] = [];
  await examine(options, host, (finding) => {
    findings.push(finding);
    if (options.json !== true) host.print(formatFinding(finding));
  });
  host.print(options.json === true ? formatJson(findings) : formatSummary(findings));
  if (!isWell(findings)) host.fail(1);
}

/** Declares the command; `run` is called with what was given. */
export function addDoctorCommand(program: Command, run: (options: DoctorOptions) => Promise<void>): void {
  const command = program
    .command('doctor')
    .description('look for what is wrong between this machine and the API: ✓ well, ! look at it, ✗ mend it')
    .option('--types <file>', 'compare the keys of this file with those of the workspace')
    .option('--forwarded-for <header>', 'an X-Forwarded-For as your application got it, to tell what to trust')
    .option('--probe-data-centers', 'where the credentials are refused, try them at the other data centres')
    .option('--json', 'print JSON: { ok, findings: [{ check, verdict, message, advice, data }] }');
  addConnectionOptions(command).action((options: DoctorOptions) => run(options));
}
