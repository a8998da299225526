import { examineClock } from './clock-skew.js';
import { examineCredentials } from './credentials.js';
import { examineDns } from './dns.js';
import { examineKeys } from './experience-keys.js';
import { skipped, trouble } from './finding.js';
import type { CheckName, Finding, Remark } from './finding.js';
import { examineLatency } from './latency.js';
import type { Patient } from './patient.js';
import { examineQuota } from './quota.js';
import { examineTls } from './tls.js';

interface Check {
  readonly name: CheckName;
  /** Without whose good end there is nothing to look at. */
  readonly needs: readonly CheckName[];
  readonly examine: (patient: Patient) => Promise<readonly Remark[]>;
}

/** All that ask the network, in the order in which they are made. */
const checks: readonly Check[] = [
  { name: 'dns', needs: [], examine: examineDns },
  { name: 'tls', needs: ['dns'], examine: examineTls },
  { name: 'credentials', needs: ['tls'], examine: examineCredentials },
  { name: 'clock', needs: ['tls'], examine: examineClock },
  { name: 'latency', needs: ['credentials'], examine: examineLatency },
  // By the answers to the others.
  { name: 'quota', needs: ['tls'], examine: examineQuota },
  { name: 'keys', needs: ['credentials'], examine: examineKeys },
];

/** Of an error nothing is shown but its kind: it may hold what was asked. */
async function examineSafely({ examine }: Check, patient: Patient): Promise<readonly Remark[]> {
  try {
    return await examine(patient);
  } catch (error) {
    const kind = error instanceof Error ? error.name : typeof error;
    return [trouble(`this check itself failed (${kind})`, 'please report it')];
  }
}

/** Makes each check that there is reason to make, and hands on what it found as soon as it is known. Never rejects. */
export async function examineAll(patient: Patient, found: (finding: Finding) => void): Promise<void> {
  const failed = new Set<CheckName>();
  for (const check of checks) {
    const missing = check.needs.find((name) => failed.has(name));
    const remarks =
      missing === undefined ? await examineSafely(check, patient) : [skipped(`needs ${missing} to be well`)];
    const isBad = missing !== undefined || remarks.some(({ verdict }) => verdict === 'trouble');
    if (isBad) failed.add(check.name);
    for (const remark of remarks) found({ check: check.name, ...remark });
  }
}
