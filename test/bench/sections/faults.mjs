import { setTimeout as sleep } from 'node:timers/promises';
import { variants } from '../variants.mjs';

const modes = ['hang', 'fail', 'reset'];
const names = ['live', 'naive', 'amplitude', 'contentstack', 'posthog', 'flagsmith'];
const perSecond = 20;

/** Visitors that come before the trouble, so that no variant has cold code, and never again, so that none has an answer. */
const warmUp = { connections: 10, durationMs: 8000, maxPages: 3000, firstVisitor: 500_000 };

/** The good calls of the warm-up must be no comfort to a breaker that looks back ten seconds. */
const restMs = 11_000;

async function endure(session, { app, mode }, { pages, patienceMs }) {
  await session.upstream.call('set', { port: app.upstreamPort, mode });
  await app.call('watchLag');
  const result = await session.measure(app, 'openLoop', { perSecond, pages, patienceMs });
  const { calls, unanswered, p50Ms, p99Ms, maxMs } = result;
  const lagMs = await app.call('lagP99Ms');
  return { variant: app.name, mode, callsPerPage: calls / pages, unanswered, lagMs, p50Ms, p99Ms, maxMs, patienceMs };
}

/** One kind of trouble. The variants run side by side, since they mostly wait; what warms them up takes turns. */
async function measureMode(session, mode, level) {
  const apps = await session.startApps(names);
  for (const app of apps) await session.measure(app, 'closedLoop', warmUp);
  await sleep(restMs);
  const rows = await Promise.all(
    apps.map(async (app, index) => {
      // Not all in the same instant.
      await sleep((index * 1000) / perSecond / apps.length);
      return endure(session, { app, mode }, level);
    }),
  );
  session.stopApps();
  return rows;
}

/** How long visitors wait and how often the API is called while it is down. */
export async function measureFaults(session, level) {
  const rows = [];
  for (const mode of modes) rows.push(...(await measureMode(session, mode, level)));
  return rows;
}

/** Where visitors were still waiting when the run gave up, the time is only a lower bound. */
const time = (ms, { patienceMs }) => (ms >= patienceMs ? `> ${patienceMs}` : ms.toFixed(0));

export const faultsTable = {
  title: `Upstream down (${perSecond} pages a second; hang: no answer, fail: 500, reset: connection reset)`,
  columns: [
    ['upstream', ({ mode }) => mode],
    ['variant', ({ variant }) => variants[variant].label],
    ['page p50 ms', (row) => time(row.p50Ms, row)],
    ['page p99 ms', (row) => time(row.p99Ms, row)],
    ['calls/page', ({ callsPerPage }) => callsPerPage.toFixed(2)],
    ['loop lag p99 ms', ({ lagMs }) => lagMs.toFixed(0)],
    ['still waiting', ({ unanswered }) => String(unanswered)],
  ],
};
