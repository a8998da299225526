import { createNaiveFetch } from '../naive.js';
import { answerUntilClose, answerWhole, defaultPage, heroAnswer, livePage } from './hero.js';
import { openFaultyShop, unguarded } from './support.js';
import { tally, visit } from './visits.js';

describe('an answer cut at any byte gives the whole hero or none', () => {
  it.each([
    ['by a FIN', 'fin', 'with a length', answerWhole, 'NETWORK_ERROR'],
    ['by an RST', 'reset', 'with a length', answerWhole, 'NETWORK_ERROR'],
    ['by a FIN', 'fin', 'that ends with its connection', answerUntilClose, 'BAD_RESPONSE'],
  ] as const)(
    '%s (%s), %s',
    async (_cut, by, _framing, answer, reasonInBody) => {
      const { shop, proxy } = await openFaultyShop(unguarded, answer);
      const whole = await visit(`${shop.origin}/`);
      const length = proxy.bytes().answer;
      const headLength = length - heroAnswer.length;

      const pages: unknown[] = [];
      for (let at = 0; at < length; at += 1) {
        await proxy.set({ kind: 'cut', at, by });
        pages.push((await visit(`${shop.origin}/`)).body);
      }

      expect(whole.body).toEqual(livePage);
      expect(tally(pages.slice(0, headLength))).toEqual({ [JSON.stringify(defaultPage('NETWORK_ERROR'))]: headLength });
      expect(tally(pages.slice(headLength))).toEqual({
        [JSON.stringify(defaultPage(reasonInBody))]: heroAnswer.length,
      });
    },
    20_000,
  );
});

describe('the naive client', () => {
  it('takes a cut answer for a good one, as text', async () => {
    const { proxy } = await openFaultyShop(unguarded, answerUntilClose);
    await proxy.set({ kind: 'cut', at: 300, by: 'fin' });

    const data = await createNaiveFetch({ baseUrl: `${proxy.origin}/v1`, timeoutMs: 300 })('home-hero');

    expect(data).toMatch(/^{"experiences"/);
  });
});
