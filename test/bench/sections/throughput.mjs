import { interleave } from '../session.mjs';
import { medianOf } from '../statistics.mjs';
import { variants } from '../variants.mjs';
import { warmUp } from '../warm-up.mjs';

const connections = 50;
const figures = ['perSecond', 'cpuMicros', 'callsPerPage', 'sockets', 'liveShare', 'failed', 'p50Ms', 'p99Ms'];

/** The upstream of this one dies before the first page, and its breaker has long opened when the rounds begin. */
async function prepare(session, app, warmUpMs) {
  if (app.name === 'open') await session.upstream.call('close', app.upstreamPort);
  await warmUp(session, app, warmUpMs);
}

/** Pages a second that each variant can serve, with an upstream that answers at once. */
export async function measureThroughput(session, { rounds, durationMs, warmUpMs }) {
  const apps = await session.startApps(Object.keys(variants));
  for (const app of apps) await prepare(session, app, warmUpMs);
  const results = await interleave(apps, rounds, (app) =>
    session.measure(app, 'closedLoop', { connections, durationMs }),
  );
  session.stopApps();

  const rows = apps.map((app) => {
    const runs = results.get(app);
    // What else the machine does only ever slows a round down, so the best one says most where it is busy.
    const best = Math.max(...runs.map(({ perSecond }) => perSecond));
    return { variant: app.name, ...medianOf(runs, figures), best };
  });
  const of = (name) => rows.find(({ variant }) => variant === name);
  return rows.map((row) => ({
    ...row,
    ofBare: row.perSecond / of('bare').perSecond,
    bestOfBare: row.best / of('bare').best,
    ofUndici: row.perSecond / of('undici').perSecond,
    cpuOfBare: row.cpuMicros / of('bare').cpuMicros,
  }));
}

export const throughputTable = {
  title: `Pages a second (upstream 0 ms, ${connections} connections; medians of interleaved rounds)`,
  columns: [
    ['variant', ({ variant }) => variants[variant].label],
    ['pages/s', ({ perSecond }) => perSecond.toFixed(0)],
    ['of bare', ({ ofBare }) => ofBare.toFixed(2)],
    ['of undici', ({ ofUndici }) => ofUndici.toFixed(2)],
    ['best round', ({ best }) => best.toFixed(0)],
    ['of bare’s best', ({ bestOfBare }) => bestOfBare.toFixed(2)],
    ['CPU µs/page', ({ cpuMicros }) => cpuMicros.toFixed(0)],
    ['× bare', ({ cpuOfBare }) => cpuOfBare.toFixed(2)],
    ['calls/page', ({ callsPerPage }) => callsPerPage.toFixed(3)],
    ['sockets', ({ sockets }) => String(sockets)],
    ['personalized', ({ liveShare }) => `${(liveShare * 100).toFixed(1)} %`],
    ['not 200', ({ failed }) => String(failed)],
  ],
};
