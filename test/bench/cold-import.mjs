// How long it takes to load the package in a process that has just started, how long what it imports takes by itself, and
// how long what its owner fixed for any application of its kind: `npm run bench:import`. In turns, since the machine is noisy.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median } from './statistics.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const turns = 15;
const dependencies = [
  'axios',
  'date-fns-tz/formatInTimeZone',
  'isbot',
  'lru-cache',
  'request-ip',
  'ua-parser-js',
  'undici',
];
const subjects = {
  own: [pathToFileURL(join(root, 'dist/esm/index.js')).href],
  dependencies,
  fixed: ['express', 'axios', 'ua-parser-js', 'request-ip', 'date-fns-tz'],
};

function timeLoading(modules) {
  const imports = modules.map((module) => `await import('${module}');`).join('');
  const program = `const start = performance.now(); ${imports} console.log(performance.now() - start);`;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' }),
  );
}

const times = { own: [], dependencies: [], fixed: [] };
for (let turn = 0; turn < turns; turn += 1) {
  for (const [name, modules] of Object.entries(subjects)) times[name].push(timeLoading(modules));
}
const [own, theirs, fixed] = [times.own, times.dependencies, times.fixed].map(median);
const ratio = (other) => `${other.toFixed(0)} ms: ${(own / other).toFixed(2)} times`;
console.log(`the package ${own.toFixed(0)} ms, what it imports ${ratio(theirs)}, what is fixed ${ratio(fixed)}`);
