import { setTimeout as sleep } from 'node:timers/promises';
import { openFaultProxy } from '../support/fault-proxy.js';
import type { WireFault } from '../support/fault-proxy.js';
import { runChild, startApi, startTenantsShop } from './child.js';
import type { OwnServer } from './child.js';
import type { PageVisit } from './children/programs.js';
import { median, p99, tally } from './visits.js';

const windowMs = 3_500;
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
const windows: readonly WireFault[] = [...faults, ...faults].flatMap((fault) => [{ kind: 'none' }, fault]);

const servers: OwnServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

/** Of these windows' own p99s the one in the middle: a moment at which the machine did something else is in one of them. */
const typicalP99 = (perWindow: readonly (readonly PageVisit[])[]): number =>
  median(perWindow.map((visits) => p99(visits.map(({ ms }) => ms))));

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

  /** Those of each window in which the fifth is as said. */
  const during = (all: readonly PageVisit[], isBroken: boolean): readonly (readonly PageVisit[])[] =>
    starts
      .filter((_, window) => (window % 2 === 1) === isBroken)
      .map((start) => all.filter(({ dueAt }) => dueAt >= start + settlingMs && dueAt < start + windowMs - settlingMs));
  const sourcesOf = (isBroken: boolean) =>
    tally(
      during(otherVisits, isBroken)
        .flat()
        .map(({ body }) => body),
    );
  const [well, broken] = [typicalP99(during(visits, false)), typicalP99(during(visits, true))];
  const sources = sourcesOf(true);
  process.stdout.write(
    `p99 of four workspaces: ${well.toFixed(1)} ms while the fifth is well, ${broken.toFixed(1)} while it is broken ` +
      `(${(broken / well).toFixed(2)} times); its own pages then: ${JSON.stringify(sources)}\n`,
  );
  expect(tally(visits.map(({ body }) => body))).toEqual({ '"network"': perSecond * seconds });
  expect(sourcesOf(false)).toMatchObject({ '"network"': expect.any(Number) });
  expect(Object.keys(sources)).toContain('"default"');
  expect(broken / well).toBeGreaterThan(0.9);
  expect(broken / well).toBeLessThan(1.1);
}, 150_000);
