import { fine, skipped, trouble, warning } from '../../../../src/cli/doctor/finding.js';
import type { Finding } from '../../../../src/cli/doctor/finding.js';
import { formatFinding, formatJson, formatSummary, isWell } from '../../../../src/cli/doctor/report.js';

const good: Finding = { check: 'dns', ...fine('found "it"', { ms: 3 }) };
const doubtful: Finding = { check: 'keys', ...warning("'strip' is Paused", 'start it') };
const bad: Finding = { check: 'configuration', ...trouble('no key', 'give it') };
const absent: Finding = { check: 'proxy', ...skipped('nothing to see') };

it.each([
  [good, '✓ dns            found "it"'],
  [doubtful, "! keys           'strip' is Paused → start it"],
  [bad, '✗ configuration  no key → give it'],
  [absent, '– proxy          nothing to see'],
  [{ ...good, message: 'a\u001b[31mb\nc' }, String.raw`✓ dns            a\u001b[31mb\nc`],
])('a finding is one line in black and white: %#', (finding, line) => {
  expect(formatFinding(finding)).toBe(line);
});

it.each([
  [[good, absent], 'All well.', true],
  [[good, doubtful], '0 troubles, 1 warning.', true],
  [[bad, bad, doubtful], '2 troubles, 1 warning.', false],
  [[], 'All well.', true],
])('the findings are summed up: %#', (findings, line, well) => {
  expect(formatSummary(findings)).toBe(line);
  expect(isWell(findings)).toBe(well);
});

it('programs get the same as JSON', () => {
  expect(JSON.parse(formatJson([good, bad]))).toEqual({
    ok: false,
    findings: [
      { check: 'dns', verdict: 'ok', message: 'found "it"', data: { ms: 3 } },
      { check: 'configuration', verdict: 'trouble', message: 'no key', advice: 'give it' },
    ],
  });
});
