import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { createClient as createClient6 } from 'redis';
import { createClient as createClient5 } from 'redis-5';
import type { RedisClientLike } from '../../../../src/adapters/redis/redis-client.js';
import { createRedisLink } from '../../../../src/adapters/redis/redis-link.js';
import { createRedisAnswerStore } from '../../../../src/adapters/redis/shared-cache.js';
import { createRedisQuotaStore } from '../../../../src/adapters/redis/shared-quota.js';
import { resolveOptions } from '../../../../src/config/resolve-options.js';
import type { AnswerStore } from '../../../../src/core/answer-store.js';
import { systemClock } from '../../../../src/core/clock.js';
import { assemblePersonalize } from '../../../../src/personalize.js';
import type { PagesSeen, PagesWanted, ShopCommand, ShopReply, ShopTerms } from './messages.js';

// A shop in a process of its own, whose pages are asked for by messages. Its pages come without sockets, so that many can
// come in one moment.

const terms = JSON.parse(process.argv[2] ?? '{}') as ShopTerms;

const socketOptions = { reconnectStrategy: () => 100 };
const clientOptions = { url: terms.redisUrl, socket: socketOptions };
const client: RedisClientLike = terms.version === '5' ? createClient5(clientOptions) : createClient6(clientOptions);
client.on('error', () => undefined);
const link = createRedisLink(client, { clock: systemClock, commandMs: terms.commandMs });

const answers = createRedisAnswerStore(link, 'moe');
let looks = 0;
/** As that store, but that looks are counted once they are answered. */
const countedAnswers: AnswerStore = {
  open(ports) {
    const opened = answers.open(ports);
    return {
      get isUsable() {
        return opened.isUsable;
      },
      async look(...asked) {
        const view = await opened.look(...asked);
        looks += 1;
        return view;
      },
      publish: (...publication) => opened.publish(...publication),
      forget: (group) => opened.forget(group),
    };
  },
};

const callsAt: number[] = [];

/** Stands still while pages come that are to come in one moment, however long this process takes over them. */
let momentMs: number | undefined;
const clock = { ...systemClock, monotonic: () => momentMs ?? systemClock.monotonic() };

const options = resolveOptions(
  {
    baseUrl: terms.apiUrl,
    workspaceId: 'WS_DEBUG',
    apiKey: 'canary-key-51f0',
    timeoutMs: terms.timeoutMs,
    breaker: false,
    retry: false,
    events: false,
    bots: 'personalize',
    clientIp: (req) => req.get('x-address'),
    identify: (req) => ({ customerId: req.get('x-customer'), userIdentifiers: { u_em: req.get('x-email') } }),
    cache: terms.isCached && {
      ttlMs: terms.ttlMs,
      staleWhileRevalidateMs: terms.staleWhileRevalidateMs,
      ...(terms.isShared && { store: countedAnswers }),
    },
    quota: {
      perMinute: terms.perMinute,
      processes: terms.processes,
      ...(terms.isShared && { store: createRedisQuotaStore(link, 'moe') }),
    },
    observer: {
      onCall: ({ durationMs }) => {
        callsAt.push(performance.timeOrigin + performance.now() - durationMs);
      },
    },
  },
  {},
);
const quota = options.quota && { ...options.quota, windowMs: terms.windowMs };
const personalize = assemblePersonalize({ ...options, quota }, clock);

const wanted = new Map<string, (source: string, marker: unknown) => void>();
const app = express().get('/:page', personalize('home-hero'), (req, res) => {
  const { source, reason, variables } = res.locals.personalization.experience('home-hero');
  wanted.get(String(req.get('x-page')))?.(reason ?? source, variables.Marker);
});

let pages = 0;

/** Resolves to where the hero was from, and whose it is. */
function visit(customer: string, path: string): Promise<readonly [source: string, marker: unknown]> {
  pages += 1;
  const page = String(pages);
  const headers = {
    'x-page': page,
    'x-customer': customer,
    'x-email': 'mail-canary@example.com',
    'x-address': '203.0.113.77',
    'user-agent': 'agent-canary',
  };
  const req = Object.assign(new IncomingMessage(new Socket()), { url: path, method: 'GET', headers });
  return new Promise((resolve) => {
    wanted.set(page, (...seen) => {
      wanted.delete(page);
      resolve(seen);
    });
    app(req, new ServerResponse(req));
  });
}

/** Tells once the first of these pages was looked for, which those of one moment are together, or there is no need to. */
async function tellUnderWay(looksBefore: number, isDone: () => boolean): Promise<void> {
  while (looks === looksBefore && link.isUsable && !isDone()) await sleep(1);
  process.send?.({ isUnderWay: true } satisfies ShopReply);
}

async function servePages({ customers, path, gapMs, atOnce }: PagesWanted): Promise<PagesSeen> {
  const sources: Record<string, number> = {};
  let foreign = 0;
  let slowestMs = 0;
  const visits: Promise<void>[] = [];
  let underWay = 0;
  const follow = async (customer: string): Promise<void> => {
    const startedAt = performance.now();
    const [source, marker] = await visit(customer, path);
    sources[source] = (sources[source] ?? 0) + 1;
    if (marker !== undefined && marker !== `marker of ${customer}`) foreign += 1;
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    underWay -= 1;
  };
  const startedAt = performance.now();
  const looksBefore = looks;
  if (gapMs === 0) momentMs = startedAt;
  for (const [index, customer] of customers.entries()) {
    const aheadMs = index * gapMs - (performance.now() - startedAt);
    if (aheadMs > 1) await sleep(aheadMs);
    while (underWay >= atOnce) await sleep(1);
    underWay += 1;
    visits.push(follow(customer));
  }
  await Promise.all([...visits, tellUnderWay(looksBefore, () => underWay === 0)]);
  momentMs = undefined;
  return { sources, foreign, slowestMs };
}

async function obey(command: ShopCommand): Promise<ShopReply> {
  switch (command.kind) {
    case 'pages':
      return { pages: await servePages(command) };
    case 'forget':
      await personalize.forget({ customerId: command.customerId });
      return {};
    case 'calls':
      return { callsAt };
    case 'close':
      await personalize.close();
      process.disconnect();
      return {};
  }
}

process.on('message', (command: ShopCommand) => {
  void obey(command).then((reply) => process.send?.(reply));
});

const waitReady = async (): Promise<void> => {
  while (terms.awaitsRedis && !link.isUsable) await sleep(5);
  process.send?.({});
};
void waitReady();
