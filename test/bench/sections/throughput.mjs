import { interleave } from '../session.mjs';
import { compareRounds, medianOf, ratio } from '../statistics.mjs';
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

  const roundsOf = (name) => results.get(apps.find((app) => app.name === name));
  const [bare, undici] = [roundsOf('bare'), roundsOf('undici')];
  return apps.map((app) => {
    const runs = results.get(app);
    return {
      variant: app.name,
      ...medianOf(runs, figures),
      ofBare: compareRounds(runs, bare, 'perSecond', ratio),
      ofUndici: compareRounds(runs, undici, 'perSecond', ratio),
      cpuOfBare: compareRounds(runs, bare, 'cpuMicros', ratio),
    };
  });
}

export const throughputTable = {
  title: `Pages a second (upstream 0 ms, ${connections} connections; medians of interleaved rounds, and of their ratios)`,
  columns: [
    ['variant', ({ variant }) => variants[variant].label],
    ['pages/s', ({ perSecond }) => perSecond.toFixed(0)],
    ['of bare', ({ ofBare }) => ofBare.toFixed(2)],
    ['of undici', ({ ofUndici }) => ofUndici.toFixed(2)],
    ['CPU µs/page', ({ cpuMicros }) => cpuMicros.toFixed(0)],
    ['× bare', ({ cpuOfBare }) => cpuOfBare.toFixed(2)],
    ['calls/page', ({ callsPerPage }) => callsPerPage.toFixed(3)],
    ['sockets', ({ sockets }) => String(sockets)],
    ['personalized', ({ liveShare }) => `${(liveShare * 100).toFixed(1)} %`],
    ['not 200', ({ failed }) => String(failed)],
  ],
};
