import { resolveOptions } from '../../src/config/resolve-options.js';
import { assemblePersonalize } from '../../src/personalize.js';
import { createNaiveMiddleware } from '../naive.js';
import { createFakeClock } from '../support/fake-clock.js';
import { openUpstream } from '../support/upstream.js';
import { runChild } from './child.js';
import { answerWhole } from './hero.js';
import { servePages } from './moment.js';
import { credentials } from './shop.js';

const visitors = 1_000;

describe('a thousand visitors with the same question', () => {
  it('make one call, whose answer all of them get', async () => {
    const api = await openUpstream(answerWhole);
    const options = resolveOptions({ ...credentials, baseUrl: `${api.origin}/v1` }, {});
    // A clock that stands still, so that it is one moment however long this process takes over it.
    const personalize = assemblePersonalize(options, createFakeClock());

    const sources = await servePages(personalize('home-hero'), visitors);
    await personalize.close();

    expect(sources).toEqual({ '"network"': visitors });
    expect(api.requests.length).toBe(1);
  }, 20_000);

  it('make a thousand calls by way of the naive client', async () => {
    const api = await openUpstream(answerWhole);

    await servePages(createNaiveMiddleware({ baseUrl: `${api.origin}/v1`, timeoutMs: 10_000 }, 'home-hero'), visitors);

    expect(api.requests.length).toBe(visitors);
  }, 20_000);
});

const processes = 4;
const visitorsEach = visitors / processes;

/** Such visitors to each of four processes, twice: where their pages were from, and the calls of each process. */
async function visitProcesses(isNaive: boolean) {
  const apis = await Promise.all(Array.from({ length: processes }, () => openUpstream(answerWhole)));
  const inputs = apis.map(({ origin }) => ({ baseUrl: `${origin}/v1`, visitors: visitorsEach, isNaive }));
  const sources = await Promise.all(inputs.map((input) => runChild('herd', input)));
  return { sources, calls: apis.map(({ requests }) => requests.length) };
}

describe('a thousand visitors with the same question, to four processes', () => {
  it('make one call of each, and one more when its answer has expired', async () => {
    const { sources, calls } = await visitProcesses(false);

    const live = { '"network"': visitorsEach };
    expect(sources).toEqual(Array.from({ length: processes }, () => [live, live]));
    expect(calls).toEqual([2, 2, 2, 2]);
  }, 30_000);

  it('make a call each by way of the naive client', async () => {
    const { calls } = await visitProcesses(true);

    expect(calls).toEqual(Array.from({ length: processes }, () => 2 * visitorsEach));
  }, 30_000);
});
