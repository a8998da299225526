import { setTimeout as sleep } from 'node:timers/promises';
import { openFaultProxy } from '../support/fault-proxy.js';
import type { WireFault } from '../support/fault-proxy.js';
import { runChild, startApi, startTenantsShop } from './child.js';
import type { OwnServer } from './child.js';
import type { PageVisit } from './children/programs.js';
import { tally } from './visits.js';

const windowMs = 4_000;
/** Of each window: what the fault does to those who were there before is over by then. */
const settlingMs = 500;
const perSecond = 100;

const faults: readonly WireFault[] = [
  { kind: 'stall' },
  { kind: 'reset' },
  { kind: 'refuse' },
  { kind: 'trickle', bytes: 1, everyMs: 20, direction: 'answer' },
];
/** Well and broken in turn, so that whatever else the machine does befalls both. */
const windows: readonly WireFault[] = faults.flatMap((fault) => [{ kind: 'none' }, fault]);

const servers: OwnServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

const p99 = (visits: readonly PageVisit[]): number => {
  const times = visits.map(({ ms }) => ms).sort((one, other) => one - other);
  return times[Math.ceil(times.length * 0.99) - 1] ?? NaN;
};

it('pages of four workspaces take as long while the API of a fifth is broken as while it is not', async () => {
  const [api, otherApi] = [await startApi(), await startApi()];
  servers.push(api, otherApi);
  const proxy = await openFaultProxy(otherApi.origin);
  const shop = await startTenantsShop(api.origin, proxy.origin);
  servers.push(shop);
  const seconds = 2 + (windows.length * windowMs) / 1_000;
  // What code that is not compiled yet costs would be taken for what the broken workspace costs, or saves.
  await runChild('warm-up', { urls: [`${shop.origin}/whole`, `${shop.origin}/other`], pages: 3_000 });
  const watched = runChild('page-visits', { urls: [`${shop.origin}/whole`], perSecond, seconds });
  const others = runChild('page-visits', { urls: [`${shop.origin}/other`], perSecond: perSecond / 4, seconds });
  await sleep(1_000);
  const starts: number[] = [];
  for (const fault of windows) {
    await proxy.set(fault);
    starts.push(Date.now());
    await sleep(windowMs);
  }
  const [visits, otherVisits] = await Promise.all([watched, others]);
  await proxy.close();

  const during = (all: readonly PageVisit[], isBroken: boolean): readonly PageVisit[] =>
    all.filter(({ dueAt }) => {
      const window = starts.findLastIndex((start) => start + settlingMs <= dueAt);
      const isWithin = dueAt < (starts[window] ?? Infinity) + windowMs - settlingMs;
      return isWithin && (window % 2 === 1) === isBroken;
    });
  const [well, broken] = [p99(during(visits, false)), p99(during(visits, true))];
  const sources = tally(during(otherVisits, true).map(({ body }) => body));
  process.stdout.write(
    `p99 of four workspaces: ${well.toFixed(1)} ms while the fifth is well, ${broken.toFixed(1)} while it is broken ` +
      `(${(broken / well).toFixed(2)} times); its own pages then: ${JSON.stringify(sources)}\n`,
  );
  expect(tally(visits.map(({ body }) => body))).toEqual({ '"network"': perSecond * seconds });
  expect(tally(during(otherVisits, false).map(({ body }) => body))).toMatchObject({ '"network"': expect.any(Number) });
  expect(Object.keys(sources)).toContain('"default"');
  expect(broken / well).toBeGreaterThan(0.9);
  expect(broken / well).toBeLessThan(1.1);
}, 90_000);
