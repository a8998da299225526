// The process that times single steps, on requests that came through a real Express application. Started as
// `micro.mjs <folder of the package>`. These steps have no public name, so this reaches into the build, of which
// only the CommonJS form has each module by itself.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import express from 'express';
import { serve } from './child.mjs';
import { Connection } from './connection.mjs';
import { median } from './statistics.mjs';
import { answerFor } from './upstream-answers.mjs';
import { credentials } from './variants/moengage.mjs';
import { readContext } from './variants/naive.mjs';
import { requestOf } from './visitors.mjs';

const [packageFolder] = process.argv.slice(2);
const visitors = 200;
const batches = 25;
const passes = 50;

const load = (module) => import(pathToFileURL(`${packageFolder}/dist/cjs/${module}.js`).href);

/** Requests of different visitors, as Express hands them on. They stay usable after their response. */
async function collectRequests() {
  const requests = [];
  const app = express();
  app.set('trust proxy', 'loopback');
  app.get('/', (req, res) => {
    requests.push(req);
    res.end();
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = new Connection(server.address().port);
  for (let visitor = 0; visitor < visitors; visitor += 1) await connection.ask(requestOf(visitor));
  // The addresses are read from the sockets, so the connection stays open.
  return { requests, close: () => (connection.close(), server.close()) };
}

/** Microseconds of one step, by the median batch, each over subjects of its own. */
function time(makeSubjects, step) {
  const samples = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const subjects = makeSubjects();
    const from = performance.now();
    for (const subject of subjects) step(subject);
    samples.push(((performance.now() - from) * 1000) / subjects.length);
  }
  return median(samples);
}

async function createReader() {
  const [{ resolveOptions }, { createVisitorReader }, { createWarnings }, { systemClock: clock }] = await Promise.all([
    load('config/resolve-options'),
    load('context/visitor-reader'),
    load('core/warnings'),
    load('core/clock'),
  ]);
  const options = resolveOptions({ ...credentials, baseUrl: 'http://127.0.0.1:1/v1', timeZone: 'Europe/Berlin' }, {});
  return createVisitorReader(options, { clock, warnings: createWarnings(options.logger, clock) });
}

/** Takes impressions as a page's end does. They go out in the background, to an API that is always content. */
async function createTracker() {
  const [{ startDelivery }, { createMemoryEventStore }, { impressionEvent }, { systemClock: clock }] =
    await Promise.all([
      load('events/delivery/start-delivery'),
      load('events/memory-event-store'),
      load('events/impression'),
      load('core/clock'),
    ]);
  const settings = {
    store: createMemoryEventStore(),
    bounds: { maxEvents: 1_000_000, maxBytes: 2 ** 30 },
    flushIntervalMs: 1000,
    batchUsers: 100,
  };
  const warnings = { once: () => undefined, repeated: () => undefined };
  const send = () => Promise.resolve({ kind: 'answered', status: 200, body: '{}' });
  const delivery = startDelivery(settings, { clock, warnings, send });
  return {
    track: (impression) => delivery.track(impressionEvent(impression, Math.floor(clock.now() / 1000))),
    close: () => delivery.close({ timeoutMs: 5000 }),
  };
}

/** One for each visitor, with the context of the bench's own upstream. */
function makeImpressions() {
  const { experience_context: context } = JSON.parse(answerFor('/v1/experiences/fetch')).experiences['homepage-banner'];
  return Array.from({ length: visitors * passes }, (_, index) => ({
    uuid: randomUUID(),
    customerId: `visitor-${index}`,
    utcOffsetSeconds: 3600,
    context,
  }));
}

serve({
  async measure() {
    const { requests, close } = await collectRequests();
    const reader = await createReader();
    const { createVisitorKey } = await load('experiences/visitor-key');
    const visitorKey = createVisitorKey(['identity', 'ipAddress', 'userAgent', 'dayOfWeek', 'hourOfDay', 'attributes']);
    const many = () => Array.from({ length: passes }, () => requests).flat();
    const results = [
      { step: 'context, naive', micros: time(many, readContext) },
      { step: 'context, this package, agent seen before', micros: time(many, (req) => reader.read(req, 'full')) },
      // A key is kept with its visitor, so each visitor here is a new one.
      { step: 'cache key', micros: time(() => many().map((req) => reader.read(req, 'full')), visitorKey) },
    ];
    close();
    const tracker = await createTracker();
    results.push({ step: 'an impression, queued', micros: time(makeImpressions, tracker.track) });
    await tracker.close();
    return results;
  },
});
