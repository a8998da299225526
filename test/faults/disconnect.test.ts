import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { isJsonObject } from '../../src/core/json.js';
import { openUpstream } from '../support/upstream.js';
import type { SeenRequest } from '../support/upstream.js';
import { answerWhole, livePage } from './hero.js';
import { watchLoop } from './loop-lag.js';
import { openShop } from './support.js';
import { visitAs } from './visits.js';

const visitors = 500;
const atOnce = 15;
const longestStayMs = 200;

/** Has no divisor in common with the longest stay, so that every length of stay occurs. */
const stayStepMs = 77;

function customerOf({ body }: SeenRequest): string {
  const parsed: unknown = JSON.parse(body);
  const identifiers = isJsonObject(parsed) ? parsed.identifiers : undefined;
  return isJsonObject(identifiers) ? String(identifiers.customer_id) : '';
}

/** An API that answers nobody until it is told to, and notes when whose call ended before. */
async function openSilentApi() {
  const waiting = new Map<string, ServerResponse>();
  const endedAt = new Map<string, number>();
  const api = await openUpstream((res, seen) => {
    const customer = customerOf(seen);
    waiting.set(customer, res);
    res.once('close', () => {
      waiting.delete(customer);
      endedAt.set(customer, performance.now());
    });
  });
  return { api, waiting, endedAt };
}

/** Asks for something and does not wait for it; the function returned leaves, and gives the moment. */
function ask(url: string, init: { readonly method?: string; readonly body?: string } = {}): () => number {
  const asking = request(url, { method: init.method ?? 'GET' }).on('error', () => undefined);
  asking.end(init.body);
  return () => {
    asking.destroy();
    return performance.now();
  };
}

/** So many visitors by name, each of whom leaves; when they did. */
async function leaveOneAfterTheOther(
  names: readonly string[],
  atOnce: number,
  askAs: (name: string) => () => number,
): Promise<ReadonlyMap<string, number>> {
  const leftAt = new Map<string, number>();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let name = names[next]; name !== undefined; name = names[next]) {
      next += 1;
      const leave = askAs(name);
      await sleep((next * stayStepMs) % longestStayMs);
      leftAt.set(name, leave());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return leftAt;
}

/** How long after each of them had left their calls ended; of those that got so far as to reach the API. */
function latenessOf(leftAt: ReadonlyMap<string, number>, endedAt: ReadonlyMap<string, number>): readonly number[] {
  return [...leftAt].flatMap(([name, left]) => {
    const ended = endedAt.get(name);
    return ended === undefined ? [] : [ended - left];
  });
}

const namesOf = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

describe('visitors who leave', () => {
  it('end their calls with them, and the breaker does not count that', async () => {
    const { api, waiting, endedAt } = await openSilentApi();
    const shop = await openShop(api.origin, { timeoutMs: 10_000, quota: false });
    const askShop = (name: string) => ask(`${shop.origin}/?visitor=${name}`);
    // Who asks the API without a shop between tells how long it takes to be heard leaving.
    const askApi = (name: string) =>
      ask(api.origin, { method: 'POST', body: JSON.stringify({ identifiers: { customer_id: name } }) });

    const [[, leftApiAt], loopLagMs] = await watchLoop(() =>
      Promise.all([
        leaveOneAfterTheOther(namesOf(visitors, 'visitor'), atOnce, askShop),
        leaveOneAfterTheOther(namesOf(visitors / 5, 'control'), atOnce / 5, askApi),
      ]),
    );
    while (waiting.size > 0) await sleep(1);

    // From when the shop can know on: a connection of which it has not heard yet was not given up by anybody.
    const leftShopAt = new Map([...shop.leftAt].map(([url, left]) => [url.slice('/?visitor='.length), left]));
    const lateness = latenessOf(leftShopAt, endedAt);
    const controlMs = Math.max(...latenessOf(leftApiAt, endedAt));
    expect(lateness.length).toBeGreaterThan(visitors / 2);
    expect(lateness.filter((ms) => ms <= 50 + loopLagMs + controlMs).length).toBeGreaterThanOrEqual(
      lateness.length * 0.99,
    );
    expect(shop.personalize.stats().breaker).toBe('closed');
  }, 20_000);

  it('do not end the call of another who has asked the same', async () => {
    const { api, waiting } = await openSilentApi();
    const shop = await openShop(api.origin, { timeoutMs: 10_000, quota: false });
    const pairs = namesOf(50, 'pair');

    const leavers: (() => number)[] = [];
    const pages = pairs.map((name, index) => {
      const leaveOne = (): unknown => leavers.push(ask(`${shop.origin}/?visitor=${name}`));
      // As often the first of the two leaves, whose call it was, as the second.
      if (index % 2 === 0) leaveOne();
      const page = visitAs(name, `${shop.origin}/`);
      if (index % 2 === 1) leaveOne();
      return page;
    });
    await shop.arrived(2 * pairs.length);
    while (waiting.size < pairs.length) await sleep(1);
    for (const leave of leavers) leave();
    await shop.left(pairs.length);
    waiting.forEach(answerWhole);

    expect((await Promise.all(pages)).map(({ body }) => body)).toEqual(pairs.map(() => livePage));
    expect(api.requests.length).toBe(pairs.length);
  }, 20_000);
});

describe('the naive client', () => {
  it('goes on asking for a visitor who has left', async () => {
    const { api, waiting } = await openSilentApi();
    const shop = await openShop(api.origin, { timeoutMs: 10_000 });

    const leave = ask(`${shop.origin}/naive`);
    while (waiting.size === 0) await sleep(1);
    leave();
    await shop.left(1);
    await sleep(50);

    expect([api.requests.length, waiting.size]).toEqual([1, 1]);
    waiting.forEach(answerWhole);
  });
});
