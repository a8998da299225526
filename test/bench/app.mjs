// One application: an Express shop front with one of the variants. Started as `app.mjs <variant> <upstream port>
// <folder of the package>`.
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { serve } from './child.mjs';
import { loadVariant } from './variants.mjs';

const [name, upstreamPort, packageFolder] = process.argv.slice(2);

const variant = await loadVariant(name, { upstream: `http://127.0.0.1:${upstreamPort}`, packageFolder });

const products = Array.from({ length: 12 }, (_, index) => ({
  id: `p-${index}`,
  name: `Jacket & scarf no. ${index}`,
  price: `${(19.9 + index * 3).toFixed(2)} €`,
}));

const app = express();
app.set('trust proxy', 'loopback');
app.set('views', fileURLToPath(new URL('view', import.meta.url)));
app.set('view engine', 'ejs');

if (variant.mount) app.use(variant.mount);
const middleware = variant.middleware ? [variant.middleware] : [];
const read = variant.read ?? (() => ({}));

app.get('/', ...middleware, (_req, res) => {
  const { headline = 'Welcome', strip = 'Free delivery' } = read(res);
  res.render('page', { products, headline, strip });
});
// The decision without the page, for runs of so many visitors that the view's own cost would be most of their time.
app.get('/decision', ...middleware, (_req, res) => {
  res.end(read(res).headline ?? 'Welcome');
});

const server = app.listen(0, '127.0.0.1');
server.keepAliveTimeout = 600_000;
await once(server, 'listening');

const lagResolutionMs = 5;
const lag = monitorEventLoopDelay({ resolution: lagResolutionMs });

serve({
  port: () => server.address().port,
  cpuMicros: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  watchLag: () => void lag.enable(),
  /** How late this process itself was: its own doing, or the machine's. */
  lagP99Ms: () => Math.max(0, lag.percentile(99) / 1e6 - lagResolutionMs),
  /** Resident memory in bytes, after a collection where the process was started with --expose-gc. */
  memory: () => {
    globalThis.gc?.();
    return process.memoryUsage.rss();
  },
});
