import { ask, headerOf, storedBy } from '../../support/shared-cache.js';
import type { Answer } from '../../support/shared-cache.js';
import { openWays, serve } from './cache-site.js';
import { beginnings, createBareApp, open, waysWith } from './cache-ways.js';
import { customer } from './reporting-site.js';
import { expressVersions } from './support.js';

const cacheNames: readonly string[] = Object.keys(open).map((name) => name.toLowerCase());

/** What is not said to caches. */
const rest = ({ lines }: Answer): readonly (readonly [string, string])[] =>
  lines.filter(([name]) => !cacheNames.includes(name) && name !== 'date');

describe.each(expressVersions)('on %s', (_name, express) => {
  describe.each(beginnings)('%s, a page that used an experience is stored by no shared cache', (_case, hasHeaders) => {
    it.each(waysWith(hasHeaders))('sent by %s', async (_way, path, { method = 'GET', headers }) => {
      const bare = await serve(createBareApp(express, hasHeaders));
      const { origin, warnings } = await openWays(express, hasHeaders);
      const question = { method, headers: { ...customer, ...headers } };

      const without = await ask(bare, path, question);
      const answer = await ask(origin, path, question);

      // Else there would be nothing to keep from them.
      expect(storedBy(question, without)).not.toEqual([]);
      expect(storedBy(question, answer)).toEqual([]);
      expect(headerOf(answer, 'cache-control')).toBe('private, no-store');
      // Nothing else of the page is another.
      expect([answer.status, answer.body, rest(answer)]).toEqual([without.status, without.body, rest(without)]);
      expect(warnings('MOE_WARN_INTERNAL')).toEqual([]);
    });
  });
});
