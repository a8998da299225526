import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from 'express-moengage-personalize/emulator';
import { systemClock } from '../../../src/core/clock.js';
import { createTemporaryFolder } from '../../support/temporary-folder.js';
import { environment, openEmulator, visitDoctor } from './support.js';

/** For what does not answer. */
const hasty = ['--timeout', '150'];
/** Nothing takes any time by it, however busy the machine is. */
const stoppedClock = { ...systemClock, monotonic: () => 0 };

async function expectTrouble(fault: Fault, line: string, patience: readonly string[] = []): Promise<void> {
  const emulator = await openEmulator();
  emulator.fault(fault);

  const visit = await visitDoctor(['--base-url', emulator.baseUrl, ...patience]);

  expect(visit.line('credentials')).toContain(line);
  expect(visit.line('latency')).toBe('– needs credentials to be well');
  expect([visit.complaints, visit.exitCode]).toEqual(['', 1]);
}

describe('moengage-personalize doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const { baseUrl } = await openEmulator();

    const visit = await visitDoctor(['--base-url', baseUrl], environment, stoppedClock);

    expect(visit.output.split('\n')).toEqual([
      `✓ configuration  a test workspace by MOENGAGE_WORKSPACE_ID, its key by MOENGAGE_PERSONALIZE_API_KEY, ${baseUrl} by --base-url`,
      '✓ dns            127.0.0.1 is an address, and needs no looking up',
      '✓ tls            none, since 127.0.0.1 is this machine; connected in 0 ms',
      '✓ credentials    accepted; the workspace has 3 experiences: 1 Active, 1 Paused, 1 Scheduled',
      "✓ clock          within 1 s of the API's",
      '✓ latency        10 calls: p50 0 ms, p95 0 ms, p99 0 ms; recommended timeoutMs: 100 (twice the slowest, in steps of 50, 100 to 2000); the default of 500 will do',
      '✓ quota          no sign of its end; the API tells of it in a 429 only (10,000 fetches a minute for a workspace unless agreed otherwise)',
      '– keys           --types personalize.d.ts compares the keys of the code with the workspace',
      expect.stringMatching(/^– proxy {10}to know what 'trust proxy' has to be, /),
      'All well.',
    ]);
    expect([visit.complaints, visit.exitCode]).toEqual(['', 0]);
  });

  it('asks for what a page asks for, ten times, and for the metadata once', async () => {
    const emulator = await openEmulator();

    await visitDoctor(['--base-url', emulator.baseUrl]);

    expect(emulator.ledger.calls.map(({ endpoint }) => endpoint)).toEqual([
      'metadata',
      ...Array.from({ length: 10 }, () => 'fetch'),
    ]);
    expect(emulator.ledger.calls.map(({ status }) => status)).toEqual(Array.from({ length: 11 }, () => 200));
    expect(emulator.ledger.events).toEqual([]);
  });

  it('says the same as JSON', async () => {
    const { baseUrl } = await openEmulator();

    const { output, exitCode } = await visitDoctor([
      '--base-url',
      baseUrl,
      '--json',
      '--forwarded-for',
      '198.51.100.7',
    ]);

    const { ok, findings } = JSON.parse(output) as { ok: boolean; findings: readonly { check: string }[] };
    expect([ok, exitCode]).toEqual([true, 0]);
    expect(findings.map(({ check }) => check).join(' ')).toBe(
      'configuration dns tls credentials clock latency quota keys proxy',
    );
    expect(findings.at(-1)).toMatchObject({ verdict: 'ok', data: { trustProxy: 1 } });
    expect(findings[5]).toMatchObject({ data: { calls: 10, failed: 0 } });
  });

  it('compares the keys of the code with the workspace', async () => {
    const { baseUrl } = await openEmulator();
    const file = join(createTemporaryFolder('doctor'), 'personalize.d.ts');
    writeFileSync(file, "interface Register { experiences: { 'home-hero': {}; 'promo-strip': {}; 'hom-hero': {} } }");

    const visit = await visitDoctor(['--base-url', baseUrl, '--types', file]);

    expect(visit.line('keys')).toBe(
      [
        '✓ 1 of 3 keys is Active',
        "! 'promo-strip' is Paused: pages get its default → start it in the dashboard, or leave it",
        "✗ 'hom-hero' is not in the workspace → is 'home-hero' meant?",
      ].join('\n'),
    );
    expect(visit.output).toMatch(/\n1 trouble, 1 warning\.$/);
    expect(visit.exitCode).toBe(1);
  });

  it.each<[string, Fault, string]>([
    ['hangs', { kind: 'hang' }, '✗ no answer came in time → ask with a longer --timeout'],
    ['is slower than there is time', { kind: 'latency', ms: 60_000 }, '✗ no answer came in time'],
    ['trickles', { kind: 'trickle', bytes: 1, everyMs: 100 }, '✗ no answer came in time'],
  ])('says what it is where the API %s', async (_what, fault, line) => {
    await expectTrouble(fault, line, hasty);
  });

  it.each<[string, Fault, string]>([
    ['resets connections', { kind: 'reset' }, '✗ the connection broke before an answer'],
    ['hangs up half way', { kind: 'truncated' }, '✗ the connection broke before an answer'],
    ['answers with a web page', { kind: 'html' }, '✗ the answer cannot be read'],
    ['answers with broken JSON', { kind: 'malformed' }, '✗ the answer cannot be read'],
    ['answers with too much', { kind: 'huge', bytes: 3_000_000 }, '✗ the answer cannot be read'],
    ['refuses the credentials', { kind: 'status', status: 401 }, '✗ workspace id or key is refused (HTTP 401)'],
    ['denies access', { kind: 'status', status: 403 }, '✗ access is denied (HTTP 403)'],
    ['is not at that path', { kind: 'status', status: 404 }, '✗ there is no such path (HTTP 404)'],
    ['is broken', { kind: 'status', status: 503 }, '✗ the API has trouble of its own (HTTP 503)'],
    ['complains', { kind: 'status', status: 400 }, '✗ the answer is an error (HTTP 400)'],
    ['is elsewhere', { kind: 'redirect', to: 'https://example.com/' }, '✗ the answer leads elsewhere (HTTP 307)'],
    ['has had enough', { kind: 'rate-limit' }, '✗ too many calls: of the credentials nothing can be told (HTTP 429)'],
  ])('says what it is where the API %s', async (_what, fault, line) => {
    await expectTrouble(fault, line);
  });

  it.each([
    [
      'a key',
      { MOENGAGE_PERSONALIZE_API_KEY: 'emu_other' },
      'the workspace is known, and the key is not its own (HTTP 401)',
    ],
    ['a workspace', { MOENGAGE_WORKSPACE_ID: 'OTHER' }, 'this data centre does not know the workspace (HTTP 400)'],
  ])('tells %s that is wrong', async (_which, wrong, message) => {
    const { baseUrl } = await openEmulator();

    const visit = await visitDoctor(['--base-url', baseUrl], { ...environment, ...wrong });

    expect(visit.line('credentials')).toContain(`✗ ${message} → `);
    expect(visit.exitCode).toBe(1);
  });

  it('tells what the headers of a 429 say, which comes to fetches only', async () => {
    const emulator = await openEmulator();
    emulator.fault({ kind: 'rate-limit', retryAfter: 17 }, { path: '/fetch' });

    const visit = await visitDoctor(['--base-url', emulator.baseUrl]);

    expect(visit.line('credentials')).toContain('✓ accepted');
    expect(visit.line('latency')).toContain('✗ no page would get an answer (HTTP 429)');
    expect(visit.line('quota')).toContain('✗ used up (HTTP 429; 0 calls left, limit 10000, counted anew in 17 s)');
    expect(visit.exitCode).toBe(1);
  });

  it('recommends more time where the API needs it', async () => {
    const emulator = await openEmulator();
    const fetches = () => emulator.ledger.calls.filter(({ endpoint }) => endpoint === 'fetch').length;
    const clock = { ...systemClock, monotonic: () => 300 * fetches() };

    const visit = await visitDoctor(['--base-url', emulator.baseUrl], environment, clock);

    expect(visit.line('latency')).toBe(
      '! 10 calls: p50 300 ms, p95 300 ms, p99 300 ms; recommended timeoutMs: 600 (twice the slowest, in steps of 50, 100 to 2000) → createPersonalize({ timeoutMs: 600 }); the default is 500',
    );
    expect(visit.exitCode).toBe(0);
  });

  it('notices a clock that is wrong', async () => {
    const { baseUrl } = await openEmulator();
    const clock = { ...systemClock, now: () => Date.now() + 3_600_000 };

    const visit = await visitDoctor(['--base-url', baseUrl], environment, clock);

    expect(visit.line('clock')).toMatch(/^✗ this machine is 3(?:599|600|601) s ahead → set its clock by NTP/);
    expect(visit.exitCode).toBe(1);
  });

  it('says that nobody listens, and asks nothing further', async () => {
    // A port that was free a moment ago may be another test's by now.
    const visit = await visitDoctor(['--base-url', 'http://127.0.0.1:1/v1']);

    expect(visit.line('tls')).toMatch(
      /^✗ no connection to 127\.0\.0\.1:1 \(ECONNREFUSED after \d+ ms\) → nobody listens/,
    );
    for (const check of ['credentials', 'clock', 'quota']) expect(visit.line(check)).toBe('– needs tls to be well');
    expect(visit.exitCode).toBe(1);
  });

  it('says what is missing, and what proxies do all the same', async () => {
    const visit = await visitDoctor(['--forwarded-for', '198.51.100.7, 10.0.0.3'], {});

    expect(visit.line('configuration').match(/^✗/gm)).toHaveLength(3);
    expect(visit.line('dns')).toBe('');
    expect(visit.line('proxy')).toContain("app.set('trust proxy', 2)");
    expect(visit.exitCode).toBe(1);
  });

  it.each([
    ['an unknown option', ['--forwarded', 'x'], "unknown option '--forwarded'"],
    ['a time that is none', ['--timeout', 'soon'], '--timeout must be a whole number of milliseconds'],
    ['a file that is not there', ['--types', '/no/such/file.d.ts'], 'file.d.ts'],
    ['two places', ['--data-center', '01', '--base-url', 'https://x.example/v1'], 'cannot be used with'],
  ])('exits with 2 where it is given %s', async (_what, args, message) => {
    const { output, complaints, exitCode } = await visitDoctor(args);

    expect(output).toBe('');
    expect(complaints).toContain(message);
    expect(complaints).not.toContain('    at ');
    expect(exitCode).toBe(2);
  });
});
