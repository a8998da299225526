// `npm run bench -- [--quick | --full] [section …]`: measures, prints tables, and writes results/latest.json and, where
// throughput was measured, chart.svg, which the README shows.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { levels } from './levels.mjs';
import { preparePackage } from './setup.mjs';

const options = process.argv.slice(2);
const levelName = options.includes('--full') ? 'full' : options.includes('--quick') ? 'quick' : 'usual';
const level = levels[levelName];

const { folder, remove } = preparePackage();
// Only now is all installed that these import.
const { Session } = await import('./session.mjs');
const { drawChart } = await import('./chart.mjs');
const { formatTable } = await import('./table.mjs');
const { sections } = await import('./sections/index.mjs');

const asked = options.filter((option) => !option.startsWith('--'));
const names = asked.length === 0 ? Object.keys(sections) : asked;

const file = (path) => new URL(path, import.meta.url);
const load = () => loadavg().map((average) => average.toFixed(2));
const { version } = JSON.parse(readFileSync(file('../../package.json'), 'utf8'));

const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
console.log(`Version ${version}, ${levelName} run, ${machine}, load average ${load().join(' ')}`);
console.log('All processes share this machine: only ratios within a run mean anything.');

const report = { version, level: levelName, machine, startedAt: new Date().toISOString(), loadBefore: load() };
const session = new Session(folder);
try {
  for (const name of names) {
    const { measure, table } = sections[name];
    const rows = await measure(session, level[name], folder);
    Object.assign(report, { [name]: rows });
    console.log(formatTable(table, rows));
  }
} finally {
  session.stop();
  remove();
}

Object.assign(report, { loadAfter: load() });
console.log(`\nLoad average ${report.loadAfter.join(' ')}`);
mkdirSync(file('results'), { recursive: true });
writeFileSync(file('results/latest.json'), `${JSON.stringify(report, null, 2)}\n`);
if (report.throughput) {
  const note = `Version ${version}, Node ${process.versions.node}, ${cpus().length} cores shared by all processes, 50 connections, upstream 0 ms`;
  writeFileSync(file('chart.svg'), drawChart(report.throughput, note));
}
