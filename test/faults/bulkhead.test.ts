import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { openUpstream } from '../support/upstream.js';
import type { Upstream } from '../support/upstream.js';
import { answerWhole, defaultPage, livePage } from './hero.js';
import { watchLoop } from './loop-lag.js';
import { openShop } from './support.js';
import { tally, visit, visitMany } from './visits.js';

const visitors = 2_000;
const mostInFlight = 256;

interface SlowApi extends Upstream {
  /** Resolves when so many calls wait for their answer. */
  waiting(calls: number): Promise<void>;
  /** Answers whoever waits. */
  release(): void;
}

/** An API that answers nobody until it is told to. */
async function openSlowApi(): Promise<SlowApi> {
  const waiting: ServerResponse[] = [];
  const arrivals = new EventEmitter();
  const api = await openUpstream((res) => {
    waiting.push(res);
    arrivals.emit('call');
  });
  return {
    ...api,
    async waiting(calls) {
      while (waiting.length < calls) await once(arrivals, 'call');
    },
    release() {
      for (const res of waiting.splice(0)) answerWhole(res);
    },
  };
}

describe('two thousand visitors at once', () => {
  it('make 256 calls, and those whose call would be one too many do not wait', async () => {
    const api = await openSlowApi();
    const shop = await openShop(api.origin, { timeoutMs: 60_000, quota: false });

    const all = visitMany(`${shop.origin}/`, visitors, visitors);
    const bare = visitMany(`${shop.origin}/bare`, 200, 10);
    const [, longestTurnMs] = await watchLoop(async () => {
      await api.waiting(mostInFlight);
      while (shop.pageTimesMs('/').length + api.requests.length < visitors) await visit(`${shop.origin}/bare`);
    });
    const withoutWaitingMs = Math.max(...shop.pageTimesMs('/'));
    await bare;
    const callsAtOnce = api.requests.length;
    api.release();

    expect(callsAtOnce).toBe(mostInFlight);
    expect(tally((await all).map(({ body }) => body))).toEqual({
      [JSON.stringify(livePage)]: mostInFlight,
      [JSON.stringify(defaultPage('OVERLOADED'))]: visitors - mostInFlight,
    });
    expect(withoutWaitingMs).toBeLessThanOrEqual(50 + longestTurnMs + Math.max(...shop.pageTimesMs('/bare')));
  }, 20_000);
});

describe('the naive client', () => {
  it('makes a call for each of them', async () => {
    const api = await openSlowApi();
    const shop = await openShop(api.origin, { timeoutMs: 60_000 });

    const all = visitMany(`${shop.origin}/naive`, 2 * mostInFlight, 2 * mostInFlight);
    await api.waiting(2 * mostInFlight);
    api.release();
    await all;

    expect(api.requests.length).toBe(2 * mostInFlight);
  }, 20_000);
});
