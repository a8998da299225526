import { createNaiveFetch } from '../naive.js';
import { openJsonUpstream, openUpstream } from '../support/upstream.js';
import { badBodies, badExperiences } from './bad-answers.js';
import { runChild } from './child.js';
import { defaultPage, heroAnswer, heroVariables } from './hero.js';
import { openShop, unguarded } from './support.js';
import { visit } from './visits.js';

const mutants = 10_000;

/** The hero's own answer, and something else beside it. */
const beside = (odd: string): string => heroAnswer.replace('{"experiences":{', `{"experiences":{"odd":${odd},`);

/** Of these answers, one after the other, those after which the page is another than it should be, with that page. */
async function findWrongPages(texts: readonly string[], path: string, right: unknown): Promise<readonly unknown[]> {
  let next = 0;
  const api = await openUpstream((res) => {
    res.writeHead(200, { 'content-type': 'application/json' }).end(texts[next]);
    next += 1;
  });
  const shop = await openShop(api.origin, unguarded);
  const wrong: unknown[] = [];
  for (const text of texts) {
    const { status, body } = await visit(shop.origin + path);
    if (status !== 200 || JSON.stringify(body) !== JSON.stringify(right)) wrong.push([text, status, body]);
  }
  return wrong;
}

describe('bad answers', () => {
  it('are at least 150', () => {
    expect(badExperiences.length + badBodies.length).toBeGreaterThanOrEqual(150);
  });

  it('for one experience leave its sibling as it is', async () => {
    const page = [heroVariables, 'network'];

    expect(await findWrongPages(badExperiences.map(beside), '/beside', page)).toEqual([]);
  });

  it('as a whole give default pages', async () => {
    expect(await findWrongPages(badBodies, '/', defaultPage('BAD_RESPONSE'))).toEqual([]);
  });
});

describe('mutants of an answer', () => {
  // To see a run again, put the seed that it printed here.
  const seed = Date.now() % 2 ** 31;

  it('fail no page, and leave the hero as it is wherever it came whole, in all of 10,000 answers', async () => {
    process.stdout.write(`seed of the mutants: ${seed}\n`);

    const seen = await runChild('visits-of-mutants', { seed, count: mutants, path: '/beside' });

    expect(seen).toEqual({ pages: mutants, whole: expect.any(Number), kept: seen.whole, failed: 0, wrong: [] });
    // Or else there was too little to be kept.
    expect(seen.whole).toBeGreaterThan(mutants / 4);
  }, 60_000);

  it('fail hundreds of pages that believe the naive client', async () => {
    const input = { seed, count: mutants / 10, path: '/naive/beside' };

    const seen = await runChild('visits-of-mutants', input, { NODE_ENV: 'test' });

    expect(seen.failed).toBeGreaterThan(100);
  }, 20_000);
});

describe('the naive client', () => {
  it('hands a web page on as if it were experiences', async () => {
    const api = await openJsonUpstream('<html>Sorry</html>');

    const data = await createNaiveFetch({ baseUrl: `${api.origin}/v1`, timeoutMs: 300 })('home-hero');

    expect(data).toBe('<html>Sorry</html>');
  });
});
