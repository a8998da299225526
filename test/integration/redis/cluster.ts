import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildChild } from '../../support/build-child.js';
import type { PagesSeen, PagesWanted, ShopCommand, ShopReply, ShopTerms } from './children/messages.js';

let built: string | undefined;

/** A shop in a process of its own. */
export interface ClusterShop {
  readonly process: ChildProcess;
  serve(wanted: Partial<PagesWanted> & Pick<PagesWanted, 'customers'>): Promise<PagesSeen>;
  forget(customerId: string): Promise<void>;
  /** When it called the API, in epoch milliseconds. */
  callsAt(): Promise<readonly number[]>;
  /** Resolves when the pages that it is asked for next are under way. */
  underWay(): Promise<void>;
  kill(): void;
}

const terms: Omit<ShopTerms, 'apiUrl' | 'redisUrl'> = {
  version: '6',
  commandMs: 50,
  // The API is in the tests' own process, which may stand still for a while.
  timeoutMs: 60_000,
  ttlMs: 60_000,
  staleWhileRevalidateMs: 0,
  perMinute: 10_000,
  windowMs: 60_000,
  processes: 4,
  isCached: true,
  isShared: true,
  awaitsRedis: true,
};

/** No bound: a message holds no `Infinity`. */
const customersAtOnce = 1_000_000;

const running = new Set<ChildProcess>();

async function startShop(given: ShopTerms): Promise<ClusterShop> {
  built ??= buildChild(join(__dirname, 'children/shop.ts'));
  const child = fork(built, [JSON.stringify(given)], { env: { PATH: process.env.PATH }, execArgv: [] });
  running.add(child);
  await once(child, 'message');
  const waiting: ((reply: ShopReply) => void)[] = [];
  const waitingForPages: (() => void)[] = [];
  child.on('message', (reply: ShopReply) => {
    if (reply.isUnderWay) for (const resolve of waitingForPages.splice(0)) resolve();
    else waiting.shift()?.(reply);
  });
  let last: Promise<unknown> = Promise.resolve();
  const ask = (command: ShopCommand): Promise<ShopReply> => {
    const reply = last.then(
      () =>
        new Promise<ShopReply>((resolve) => {
          waiting.push(resolve);
          child.send(command);
        }),
    );
    last = reply;
    return reply;
  };
  return {
    process: child,
    async serve(wanted) {
      const { pages } = await ask({ kind: 'pages', path: '/home', gapMs: 0, atOnce: customersAtOnce, ...wanted });
      if (pages === undefined) throw new Error('no pages');
      return pages;
    },
    async forget(customerId) {
      await ask({ kind: 'forget', customerId });
    },
    underWay: () =>
      new Promise((resolve) => {
        waitingForPages.push(resolve);
      }),
    callsAt: async () => (await ask({ kind: 'calls' })).callsAt ?? [],
    kill() {
      running.delete(child);
      child.kill('SIGKILL');
    },
  };
}

/** Four processes, unless told otherwise, which share an API and a Redis. Killed after the test. */
export function startCluster(
  origin: string,
  redisUrl: string,
  changes: Partial<ShopTerms> = {},
  count = 4,
): Promise<readonly ClusterShop[]> {
  const given = { ...terms, apiUrl: `${origin}/v1`, redisUrl, ...changes };
  return Promise.all(Array.from({ length: count }, () => startShop(given)));
}

/** Pages of all shops together. */
export function sumPages(pages: readonly PagesSeen[]): PagesSeen {
  const sources: Record<string, number> = {};
  for (const each of pages) {
    for (const [source, count] of Object.entries(each.sources)) sources[source] = (sources[source] ?? 0) + count;
  }
  return {
    sources,
    foreign: pages.reduce((sum, { foreign }) => sum + foreign, 0),
    slowestMs: Math.max(...pages.map(({ slowestMs }) => slowestMs)),
  };
}

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});
