import { countOf, printable } from '../printable.js';
import { checkNames } from './finding.js';
import type { Finding, Verdict } from './finding.js';

const signs: Readonly<Record<Verdict, string>> = { ok: '✓', warning: '!', trouble: '✗', skipped: '–' };

const width = Math.max(...checkNames.map((name) => name.length));

/** One line for people in a hurry. In black and white, so that there is no `NO_COLOR` to obey. */
export function formatFinding({ verdict, check, message, advice }: Finding): string {
  const next = advice === undefined ? '' : ` → ${advice}`;
  return `${signs[verdict]} ${check.padEnd(width)}  ${printable(message + next).replaceAll('\\"', '"')}`;
}

const countVerdict = (findings: readonly Finding[], wanted: Verdict): number =>
  findings.filter(({ verdict }) => verdict === wanted).length;

/** The last line: whether there is anything to do. */
export function formatSummary(findings: readonly Finding[]): string {
  const [troubles, warnings] = [countVerdict(findings, 'trouble'), countVerdict(findings, 'warning')];
  if (troubles === 0 && warnings === 0) return 'All well.';
  return `${countOf(troubles, 'trouble')}, ${countOf(warnings, 'warning')}.`;
}

/** Whether nothing has to be done before this works; warnings do not count. */
export function isWell(findings: readonly Finding[]): boolean {
  return countVerdict(findings, 'trouble') === 0;
}

/** The same for programs. */
export function formatJson(findings: readonly Finding[]): string {
  return JSON.stringify({ ok: isWell(findings), findings }, null, 2);
}
