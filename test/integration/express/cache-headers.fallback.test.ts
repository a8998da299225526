import { ask, headerOf, storedBy } from '../../support/shared-cache.js';
import { openWays } from './cache-site.js';
import { waysWith } from './cache-ways.js';
import { customer } from './reporting-site.js';
import { expressVersions } from './support.js';

// A Node whose headers do not pass where they do today.
jest.mock('../../../src/express/store-header', () => ({
  storeHeader: '_storeHeader',
  endsInStoreHeader: () => false,
}));

describe.each(expressVersions)('on %s, where only writeHead can be relied on', (_name, express) => {
  it.each(waysWith(true).filter(([, , { isHidden }]) => isHidden !== true))(
    'a page that used an experience is stored by no shared cache, sent by %s',
    async (_way, path, { method = 'GET', headers }) => {
      const { origin, warnings } = await openWays(express, true);
      const question = { method, headers: { ...customer, ...headers } };

      const answer = await ask(origin, path, question);

      expect(storedBy(question, answer)).toEqual([]);
      expect(headerOf(answer, 'cache-control')).toBe('private, no-store');
      expect(warnings('MOE_WARN_INTERNAL')).toEqual([]);
    },
  );
});
