import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { openUpstream } from '../support/upstream.js';
import type { Upstream } from '../support/upstream.js';
import { answerWhole } from './hero.js';
import { openShop } from './support.js';
import { visit } from './visits.js';

const timeoutMs = 100;
const healWithinMs = 10_000;
const patienceMs = 20_000;

/** It is the last one that hangs. The pause after it is the longest that there is. */
const lastStuckProbe = 3;

/** The first pause as short as its jitter makes it, and those after it twice as long each. */
const shortestPauseMs = (earlier: number): number => 800 * 2 ** earlier;

/** Between the moment and the note of it. */
const noteMs = 20;

interface StuckApi extends Upstream {
  /** From now on calls hang for ever, this many of them; those after them are answered. */
  hang(calls: number): void;
  /** When each call came that hangs. */
  readonly stuckAt: readonly number[];
  /** From now on calls are counted anew. */
  recount(): void;
  /** Calls that came, and the most of them that were open at the same time. */
  counted(): { readonly calls: number; readonly mostAtOnce: number };
}

async function openStuckApi(): Promise<StuckApi> {
  const open = new Set<ServerResponse>();
  const stuckAt: number[] = [];
  let left = 0;
  let calls = 0;
  let mostAtOnce = 0;
  const api = await openUpstream((res) => {
    open.add(res);
    res.once('close', () => open.delete(res));
    calls += 1;
    mostAtOnce = Math.max(mostAtOnce, open.size);
    if (left === 0) {
      answerWhole(res);
      return;
    }
    left -= 1;
    stuckAt.push(performance.now());
  });
  return {
    ...api,
    stuckAt,
    hang(count) {
      left = count;
      stuckAt.length = 0;
    },
    recount() {
      calls = 0;
      mostAtOnce = 0;
    },
    counted: () => ({ calls, mostAtOnce }),
  };
}

/** Some two hundred visitors a second until the work is done. */
async function visitDuring<Result>(url: string, work: () => Promise<Result>): Promise<Result> {
  const pages: Promise<unknown>[] = [];
  const timer = setInterval(() => pages.push(visit(url)), 5);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await Promise.all(pages);
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!isSo() && performance.now() < giveUpAt) await sleep(5);
}

describe('an API that hangs for ever', () => {
  it('gets one probe at a time, none before it is due, and the pages are live within ten seconds of its recovery', async () => {
    const api = await openStuckApi();
    const openedAt: number[] = [];
    const seen = { isProbed: false, closedAt: 0 };
    const shop = await openShop(api.origin, {
      timeoutMs,
      observer: {
        onBreaker: ({ to }) => {
          if (to === 'open') openedAt.push(performance.now());
          else if (to === 'closed') seen.closedAt = performance.now();
          // By the first probe every earlier call has long been given up.
          else if (!seen.isProbed) {
            seen.isProbed = true;
            api.recount();
            api.hang(lastStuckProbe);
          }
        },
      },
    });
    api.hang(Infinity);

    const counted = await visitDuring(`${shop.origin}/`, async () => {
      await until(() => openedAt.length > lastStuckProbe);
      const stuck = api.counted();
      await until(() => seen.closedAt > 0);
      return stuck;
    });

    const pausesMs = api.stuckAt.map((at, probe) => at - (openedAt[probe] ?? NaN));
    expect(counted).toEqual({ calls: lastStuckProbe, mostAtOnce: 1 });
    expect(pausesMs.filter((ms, earlier) => ms < shortestPauseMs(earlier) - noteMs)).toEqual([]);
    expect(seen.closedAt).toBeGreaterThan(0);
    expect(seen.closedAt - (api.stuckAt.at(-1) ?? NaN)).toBeLessThanOrEqual(healWithinMs);
  }, 60_000);

  it('gets a call for each visitor from the naive client, many of them at once', async () => {
    const api = await openStuckApi();
    const shop = await openShop(api.origin, { timeoutMs });
    api.hang(Infinity);

    await visitDuring(`${shop.origin}/naive`, () => sleep(1_000));

    expect(api.counted().calls).toBeGreaterThan(50);
    expect(api.counted().mostAtOnce).toBeGreaterThan(5);
  });
});
