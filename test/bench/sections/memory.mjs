const connections = 64;
const warmUpVisitors = 10_000;

/** Resident memory after so many visitors that were never seen before, with answers kept. */
export async function measureMemory(session, { visitors, capMs }) {
  const app = await session.startApp('cached', { execArgv: ['--expose-gc'] });
  const visit = (firstVisitor, count, durationMs) =>
    session.measure(app, 'closedLoop', {
      ...{ connections, durationMs, firstVisitor },
      ...{ visitors: count, maxPages: count, path: '/decision' },
    });
  await visit(0, warmUpVisitors, capMs);
  const beforeBytes = await app.call('memory');
  const run = await visit(warmUpVisitors, visitors - warmUpVisitors, capMs);
  const afterBytes = await app.call('memory');
  session.stopApps();
  const { pages, perSecond, liveShare } = run;
  return [{ visitors: warmUpVisitors + pages, perSecond, liveShare, beforeBytes, afterBytes }];
}

const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);

export const memoryTable = {
  title: 'Resident memory, cache on, no visitor seen twice',
  columns: [
    ['visitors', ({ visitors }) => String(visitors)],
    [`MiB after ${warmUpVisitors}`, ({ beforeBytes }) => mebibytes(beforeBytes)],
    ['MiB at the end', ({ afterBytes }) => mebibytes(afterBytes)],
    ['grown by MiB', ({ beforeBytes, afterBytes }) => mebibytes(afterBytes - beforeBytes)],
    ['pages/s', ({ perSecond }) => perSecond.toFixed(0)],
    ['personalized', ({ liveShare }) => `${(liveShare * 100).toFixed(1)} %`],
  ],
};
