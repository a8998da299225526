// One of many processes of a site on one Redis. Started as `cluster-site.mjs <API port> <Redis URL, or ''> <prefix>
// <calls a minute> <milliseconds that an answer is fresh> <processes> <folder of the package>`.
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { createClient } from 'redis';
import { serve } from './child.mjs';

const [apiPort, redisUrl, prefix, perMinute, ttlMs, processes, folder] = process.argv.slice(2);
const load = (module) => import(pathToFileURL(`${folder}/dist/esm/${module}.js`).href);
const [{ createPersonalize }, { createRedisStores }] = await Promise.all([load('index'), load('adapters/redis')]);

const options = {
  url: redisUrl,
  disableOfflineQueue: true,
  socket: { connectTimeout: 500, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 400) },
};
const client = redisUrl === '' ? undefined : createClient(options);
const stores = client && createRedisStores({ client, prefix });
await client?.connect();

const tracked = [];
const personalize = createPersonalize({
  workspaceId: 'emu_BENCH_DEBUG',
  apiKey: 'emu_bench',
  baseUrl: `http://127.0.0.1:${apiPort}/v1`,
  identify: (req) => ({ customerId: req.headers['x-visitor'] }),
  cache: { ttlMs: Number(ttlMs), vary: ['identity'], store: stores?.cache },
  quota: { perMinute: Number(perMinute), processes: Number(processes), store: stores?.quota },
  timeoutMs: 2_000,
  events: { store: noting(stores?.events), maxQueued: 100_000 },
});

/** The same store, whose events are told to the bench as they are tracked: it outlives this process. */
function noting(store) {
  return (
    store && {
      open(ports) {
        const open = store.open(ports);
        const add = open.add.bind(open);
        return Object.assign(open, {
          add(event) {
            tracked.push({ uuid: event.uuid, at: performance.timeOrigin + performance.now() });
            add(event);
          },
        });
      },
    }
  );
}

const app = express();
app.get('/', personalize('homepage-banner'), (_req, res) => {
  const { matched, variables } = res.locals.personalization.experience('homepage-banner');
  res.type('html').send(matched ? variables.headline : 'Welcome');
});
const server = app.listen(0, '127.0.0.1');
server.keepAliveTimeout = 600_000;
await once(server, 'listening');

serve({
  port: () => server.address().port,
  tracked: () => tracked.splice(0),
  stats: () => personalize.stats(),
  close: () => personalize.close({ timeoutMs: 10_000 }),
  kill: () => process.kill(process.pid, 'SIGKILL'),
});
