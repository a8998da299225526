import { askForBytes, openWays, serve } from './cache-site.js';
import { beginnings, createBareApp, waysWith } from './cache-ways.js';
import { customer } from './reporting-site.js';
import { expressVersions } from './support.js';

describe.each(expressVersions)('on %s', (_name, express) => {
  describe.each(beginnings)(
    '%s, a page that used no experience leaves as if we were not there',
    (_case, hasHeaders) => {
      it.each(waysWith(hasHeaders))('sent by %s', async (_way, path, { method, headers }) => {
        const bare = await serve(createBareApp(express, hasHeaders));
        const { origin, logger } = await openWays(express, hasHeaders);
        const asked = [`${path}?use=0`, { ...customer, ...headers }, method] as const;

        const bytes = await askForBytes(origin, ...asked);

        expect(bytes).toMatch(/^HTTP\/1\.1 \d/);
        expect(bytes).toBe(await askForBytes(bare, ...asked));
        expect(logger.lines).toEqual([]);
      });
    },
  );

  it('with cacheControl: false each page leaves as the application says, whatever it used', async () => {
    const bare = await serve(createBareApp(express, true));
    const { origin, logger } = await openWays(express, true, { cacheControl: false });

    for (const [, path] of waysWith(true)) {
      expect(await askForBytes(origin, path, customer)).toBe(await askForBytes(bare, path, customer));
    }
    expect(logger.lines).toEqual([]);
  });
});
