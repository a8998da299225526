// The process that plays the visitors.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from './child.mjs';
import { Connection } from './connection.mjs';
import { quantile } from './statistics.mjs';
import { requestOf } from './visitors.mjs';

/** Text that only a page with the API's own decision holds. */
const liveMark = 'Chosen for you';

class Tally {
  latencies = [];
  failed = 0;
  live = 0;

  add({ status, body }, ms) {
    this.latencies.push(ms);
    if (status !== 200) this.failed += 1;
    if (body.includes(liveMark)) this.live += 1;
  }

  summary() {
    const { latencies, failed, live } = this;
    return {
      pages: latencies.length,
      failed,
      live,
      p50Ms: quantile(latencies, 0.5),
      p99Ms: quantile(latencies, 0.99),
      maxMs: quantile(latencies, 1),
    };
  }
}

/** As many pages as the application can serve, each connection asking for the next as soon as it has the last. */
async function closedLoop({ port, connections, durationMs, visitors, firstVisitor = 0, maxPages = Infinity, path }) {
  const pool = Array.from({ length: connections }, () => new Connection(port));
  const tally = new Tally();
  const started = performance.now();
  let asked = 0;

  await Promise.all(
    pool.map(async (connection) => {
      while (asked < maxPages && performance.now() - started < durationMs) {
        const visitor = firstVisitor + (asked % visitors);
        asked += 1;
        const from = performance.now();
        tally.add(await connection.ask(requestOf(visitor, path)), performance.now() - from);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const connection of pool) connection.close();
  return { ...tally.summary(), seconds, perSecond: tally.latencies.length / seconds };
}

/**
 * So many pages a second, whether or not the last ones have come. A page's time counts from when it was due, so that a
 * wait which holds up the load is not left out of it.
 */
async function openLoop({ port, perSecond, pages, visitors, patienceMs }) {
  const idle = [];
  const all = [];
  const tally = new Tally();
  const started = performance.now();
  const underWay = [];

  const visit = async (visitor, due) => {
    const connection = idle.pop() ?? new Connection(port);
    if (!all.includes(connection)) all.push(connection);
    const answer = await connection.ask(requestOf(visitor));
    tally.add(answer, performance.now() - due);
    idle.push(connection);
  };

  for (let index = 0; index < pages; index += 1) {
    const due = started + (index * 1000) / perSecond;
    const waitMs = due - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    underWay.push(visit(index % visitors, due));
  }
  await Promise.race([Promise.all(underWay), sleep(patienceMs)]);
  const unanswered = pages - tally.latencies.length;
  // What has not come by now took at least this long.
  const latencies = [...tally.latencies, ...Array.from({ length: unanswered }, () => patienceMs)];
  for (const connection of all) connection.close();
  return {
    ...tally.summary(),
    unanswered,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    maxMs: quantile(latencies, 1),
  };
}

serve({ closedLoop, openLoop });
