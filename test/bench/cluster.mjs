// `npm run bench:cluster`: one, two and four processes of a site on one Redis. Wants Debian's `redis-server`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startChild } from './child.mjs';
import { Connection } from './connection.mjs';
import { requestOf } from './visitors.mjs';

const folder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const sizes = [1, 2, 4];
const equalQuestions = 1_000;
const freshMs = 3_000;
const [perMinute, pushed] = [600, 3_000];
const visitsForEvents = 4_000;
const loadMs = 4_000;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const redisPort = await freePort();
const settings = ['--port', redisPort, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
const redis = spawn('redis-server', settings.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
redis.on('error', () => (console.log('redis-server is not installed: apt-get install redis-server'), process.exit(1)));
await once(redis.stdout, 'data');
const redisUrl = `redis://127.0.0.1:${redisPort}`;

const api = startChild('./cluster-api.mjs');
const apiPort = await api.call('port');
let sites = 0;

/** So many processes of one site, whose keys nobody had before. */
async function openSite(count, { url = redisUrl, limit = 1_000_000, ttlMs = freshMs } = {}) {
  sites += 1;
  const args = [apiPort, url, `bench-${sites}`, limit, ttlMs, count, folder].map(String);
  const processes = Array.from({ length: count }, () => startChild('./cluster-site.mjs', { args }));
  const ports = await Promise.all(processes.map((one) => one.call('port')));
  return { processes, ports, close: () => processes.forEach((one) => one.stop()) };
}

/** All of these visitors at once, by turns at each process. Gives how many pages came, and how many were personalized. */
async function visitAtOnce(ports, visitors) {
  const connections = visitors.map((_, index) => new Connection(ports[index % ports.length]));
  const answers = await Promise.all(connections.map((one, index) => one.ask(requestOf(visitors[index]))));
  for (const one of connections) one.close();
  return {
    pages: answers.filter(({ status }) => status === 200).length,
    live: answers.filter(({ body }) => body.includes('Chosen for you')).length,
  };
}

/** Visitors one after the other on some connections to each process. Those whose process dies go on at the next. */
async function visitInTurn(ports, visitors, connectionsEach, isOver = () => false) {
  let next = 0;
  let pages = 0;
  const walk = async (start) => {
    let at = start;
    let connection = new Connection(ports[at]);
    while (next < visitors.length && !isOver()) {
      const { status } = await connection.ask(requestOf(visitors[next++]));
      if (status === 200) pages += 1;
      else connection = new Connection(ports[(at = (at + 1) % ports.length)]);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: ports.length * connectionsEach }, (_, index) => walk(index % ports.length)));
  return pages;
}

const range = (count, from = 0) => Array.from({ length: count }, (_, index) => from + index);

/** Pages a second from answers that all have by now. */
async function measureLoad(count) {
  const site = await openSite(count, { ttlMs: 60_000 });
  const visitors = range(200);
  await visitInTurn(site.ports, visitors, 10);
  const until = performance.now() + loadMs;
  const pages = await visitInTurn(
    site.ports,
    range(1_000_000).map((index) => index % 200),
    10,
    () => performance.now() > until,
  );
  site.close();
  return { 'pages a second': Math.round(pages / (loadMs / 1_000)) };
}

async function measureHerd(count, url) {
  const site = await openSite(count, { url });
  await api.call('clear');
  const equal = range(equalQuestions).map(() => 7);
  const cold = await visitAtOnce(site.ports, equal);
  const coldCalls = await api.call('calls');
  await sleep(freshMs * 1.2);
  const warm = await visitAtOnce(site.ports, equal);
  const calls = await api.call('calls');
  site.close();
  return {
    pages: cold.pages + warm.pages,
    live: cold.live + warm.live,
    cold: coldCalls,
    'at expiry': calls - coldCalls,
  };
}

async function measureQuota(count) {
  const site = await openSite(count, { limit: perMinute });
  await api.call('clear');
  const pages = await visitInTurn(site.ports, range(pushed, 1_000), 10);
  const most = await api.call('mostWithin', 60_000);
  site.close();
  return { 'quota: pages': pages, 'calls in a minute': most, overshoot: Math.max(0, most - perMinute) };
}

/** Of the processes of this site one is killed halfway. */
async function measureEvents(count) {
  const site = await openSite(count, { ttlMs: 60_000 });
  await api.call('clear');
  const told = [];
  let alive = site.processes;
  const listen = setInterval(() => {
    for (const one of alive)
      one.call('tracked').then(
        (some) => told.push(...some),
        () => undefined,
      );
  }, 20);
  const start = performance.now();
  const half = visitsForEvents / 2;
  await visitInTurn(site.ports, range(half, 10_000), 10);
  // What it tracks within its last 50 ms may go with it.
  await sleep(100);
  const [victim] = site.processes;
  if (count > 1) {
    alive = site.processes.slice(1);
    victim.call('kill').catch(() => undefined);
  }
  const left = count > 1 ? site.ports.slice(1) : site.ports;
  await visitInTurn(left, range(half, 20_000), 10);
  const seconds = (performance.now() - start) / 1_000;
  await sleep(200);
  clearInterval(listen);
  const wanted = new Set(told.map(({ uuid }) => uuid));
  // Those of a dead process are taken over after 15 s.
  for (let waited = 0; waited < 40; waited += 1) {
    if ((await api.call('delivered')).length >= wanted.size) break;
    await sleep(1_000);
  }
  const delivered = new Set(await api.call('delivered'));
  const missing = [...wanted].filter((uuid) => !delivered.has(uuid)).length;
  const twice = (await api.call('arrivals')) - delivered.size;
  for (const one of alive) one.stop();
  return { 'events a second': Math.round(wanted.size / seconds), events: wanted.size, missing, 'sent twice': twice };
}

const rows = {};
for (const count of sizes) {
  const name = `${count} ${count === 1 ? 'process' : 'processes'}`;
  rows[name] = { ...(await measureLoad(count)), ...(await measureQuota(count)), ...(await measureEvents(count)) };
}
console.table(rows);
const herds = {};
for (const count of sizes) {
  herds[`${count}, with Redis`] = await measureHerd(count, redisUrl);
  herds[`${count}, without`] = await measureHerd(count, '');
}
console.log(`Upstream calls for ${equalQuestions} equal questions at once, cold and at expiry:`);
console.table(herds);
api.stop();
redis.kill();
process.exit(0);
