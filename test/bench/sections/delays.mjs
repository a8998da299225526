import { interleave } from '../session.mjs';
import { medianOf } from '../statistics.mjs';
import { variants } from '../variants.mjs';
import { warmUp } from '../warm-up.mjs';

const delays = [0, 5, 20, 50];
const connectionCounts = [10, 50, 200];
const figures = ['perSecond', 'p50Ms', 'p99Ms', 'callsPerPage', 'liveShare'];

/** The package beside undici by hand, by the upstream's delay and the number of connections. */
export async function measureDelays(session, { rounds, durationMs, warmUpMs }) {
  const apps = await session.startApps(['undici', 'live']);
  for (const app of apps) await warmUp(session, app, warmUpMs);

  const cells = delays.flatMap((delayMs) =>
    connectionCounts.flatMap((connections) => apps.map((app) => ({ app, delayMs, connections }))),
  );
  const results = await interleave(cells, rounds, async ({ app, delayMs, connections }) => {
    await session.upstream.call('set', { port: app.upstreamPort, delayMs });
    return session.measure(app, 'closedLoop', { connections, durationMs });
  });
  session.stopApps();
  return cells.map((cell) => ({
    variant: cell.app.name,
    delayMs: cell.delayMs,
    connections: cell.connections,
    ...medianOf(results.get(cell), figures),
  }));
}

export const delaysTable = {
  title: 'Live, by the upstream’s delay and the number of connections',
  columns: [
    ['variant', ({ variant }) => variants[variant].label],
    ['upstream ms', ({ delayMs }) => String(delayMs)],
    ['connections', ({ connections }) => String(connections)],
    ['pages/s', ({ perSecond }) => perSecond.toFixed(0)],
    ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
    ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
    ['calls/page', ({ callsPerPage }) => callsPerPage.toFixed(3)],
    ['personalized', ({ liveShare }) => `${(liveShare * 100).toFixed(1)} %`],
  ],
};
