import { interleave } from '../session.mjs';
import { compareRounds, difference, medianOf } from '../statistics.mjs';
import { variants } from '../variants.mjs';
import { warmUp } from '../warm-up.mjs';

const delayMs = 20;
const perSecond = 150;
const limit = 'undici';
const own = 'live';
const others = ['axiosTuned', 'axios', 'naive'];
const figures = ['p50Ms', 'p99Ms', 'cpuMicros', 'liveShare'];

/** A variant's rounds beside those of the limit in which it was measured along with it. */
function summarize(variant, runs, limitRuns) {
  const { p50Ms, p99Ms, cpuMicros, liveShare } = medianOf(runs, figures);
  return {
    variant,
    cpuMicros,
    liveShare,
    addedP50Ms: p50Ms - delayMs,
    addedP99Ms: p99Ms - delayMs,
    p50OverUndiciMs: compareRounds(runs, limitRuns, 'p50Ms', difference),
    p99OverUndiciMs: compareRounds(runs, limitRuns, 'p99Ms', difference),
  };
}

/** One of the others beside the limit and this package, each in a process of its own. */
async function measureBeside(session, other, { rounds, durationMs, warmUpMs }) {
  const apps = await session.startApps([limit, own, other]);
  for (const app of apps) {
    await warmUp(session, app, warmUpMs);
    await session.upstream.call('set', { port: app.upstreamPort, delayMs });
  }
  const pages = Math.round((durationMs / 1000) * perSecond);
  const results = await interleave(apps, rounds, (app) =>
    session.measure(app, 'openLoop', { perSecond, pages, patienceMs: 5000 }),
  );
  session.stopApps();
  return apps.map((app) => results.get(app));
}

/**
 * What a page takes longer than the API did, at a rate that every variant can serve. A round's p99 is made by its few
 * collections of garbage, and a process has its habits there: limit and package are measured with each of the others anew.
 */
export async function measureLatency(session, extent) {
  const [limitRuns, ownRuns, rest] = [[], [], []];
  for (const other of others) {
    const [limitsOwn, ours, runs] = await measureBeside(session, other, extent);
    limitRuns.push(...limitsOwn);
    ownRuns.push(...ours);
    rest.push(summarize(other, runs, limitsOwn));
  }
  return [summarize(limit, limitRuns, limitRuns), summarize(own, ownRuns, limitRuns), ...rest];
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
