import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../../..');

/** Tests of whatever reads what others wrote, and of pages that show it. */
const files = [
  'test/integration/security/pollution',
  'test/integration/express/(middleware|render)\\.test',
  'test/integration/express/router/(events|click)',
  'test/unit/core/(json|record)',
  'test/unit/client/(decode-fetch\\.test|decode-value|encode-|parse-|fetch-)',
  'test/unit/config/(defaults|resolve)',
  'test/unit/context/(custom|identity|visitor)',
  'test/unit/experiences/build',
  'test/unit/events/(token/mark|stores/disk/record)',
];

// What still reads or writes `__proto__`, ours or a dependency's, throws there; what failed is told with the exit code.
it('pages, the client, the context and the events do without __proto__', async () => {
  const jest = [require.resolve('jest/bin/jest'), '--silent', '--runInBand', '--bail', '--forceExit'];
  const args = ['--disable-proto=throw', ...jest, ...files];
  const { stderr } = await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 150_000 });

  const [, passed] = /^Tests: +(\d+) passed/m.exec(stderr) ?? [];
  process.stdout.write(`--disable-proto=throw: ${passed ?? 'no'} tests passed\n`);
  expect(Number(passed)).toBeGreaterThan(800);
}, 180_000);
