import { openUpstream } from '../support/upstream.js';
import { answerWhole, livePage } from './hero.js';
import { openShop } from './support.js';
import { tally, visitAs } from './visits.js';

const visitors = 1_000;

describe('a thousand equal questions at once', () => {
  it.each([
    ['make one call', '/', 1],
    ['make a call each where the naive client asks them', '/naive', visitors],
  ])(
    '%s',
    async (_title, path, calls) => {
      let answerAll = (): void => undefined;
      const everybodyAsked = new Promise<void>((resolve) => {
        answerAll = resolve;
      });
      const api = await openUpstream(
        (res) =>
          void everybodyAsked.then(() => {
            answerWhole(res);
          }),
      );
      const shop = await openShop(api.origin, { timeoutMs: 60_000 });

      const all = Array.from({ length: visitors }, () => visitAs('one', shop.origin + path));
      await shop.arrived(visitors);
      answerAll();
      const pages = await Promise.all(all);

      expect(api.requests.length).toBe(calls);
      if (path === '/') expect(tally(pages.map(({ body }) => body))).toEqual({ [JSON.stringify(livePage)]: visitors });
    },
    20_000,
  );
});
