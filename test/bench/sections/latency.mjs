import { interleave } from '../session.mjs';
import { medianOf } from '../statistics.mjs';
import { variants } from '../variants.mjs';
import { warmUp } from '../warm-up.mjs';

const delayMs = 20;
const perSecond = 150;
const names = ['undici', 'live', 'axiosTuned', 'axios', 'naive'];

/** What a page takes longer than the API did, at a rate that every variant can serve. */
export async function measureLatency(session, { rounds, durationMs, warmUpMs }) {
  const apps = await session.startApps(names);
  const pages = Math.round((durationMs / 1000) * perSecond);
  for (const app of apps) {
    await warmUp(session, app, warmUpMs);
    await session.upstream.call('set', { port: app.upstreamPort, delayMs });
  }
  const results = await interleave(apps, rounds, (app) =>
    session.measure(app, 'openLoop', { perSecond, pages, patienceMs: 5000 }),
  );
  session.stopApps();

  const rows = apps.map((app) => ({
    variant: app.name,
    ...medianOf(results.get(app), ['p50Ms', 'p99Ms', 'cpuMicros', 'liveShare']),
  }));
  const [undici] = rows;
  return rows.map((row) => ({
    ...row,
    addedP50Ms: row.p50Ms - delayMs,
    addedP99Ms: row.p99Ms - delayMs,
    p50OverUndiciMs: row.p50Ms - undici.p50Ms,
    p99OverUndiciMs: row.p99Ms - undici.p99Ms,
  }));
}

export const latencyTable = {
  title: `Added to an upstream of ${delayMs} ms (open loop, ${perSecond} pages a second)`,
  columns: [
    ['variant', ({ variant }) => variants[variant].label],
    ['added p50 ms', ({ addedP50Ms }) => addedP50Ms.toFixed(2)],
    ['added p99 ms', ({ addedP99Ms }) => addedP99Ms.toFixed(2)],
    ['p50 over undici', ({ p50OverUndiciMs }) => p50OverUndiciMs.toFixed(2)],
    ['p99 over undici', ({ p99OverUndiciMs }) => p99OverUndiciMs.toFixed(2)],
    ['CPU µs/page', ({ cpuMicros }) => cpuMicros.toFixed(0)],
    ['personalized', ({ liveShare }) => `${(liveShare * 100).toFixed(1)} %`],
  ],
};
