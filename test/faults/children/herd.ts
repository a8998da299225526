import { resolveOptions } from '../../../src/config/resolve-options.js';
import { assemblePersonalize } from '../../../src/personalize.js';
import { createNaiveMiddleware } from '../../naive.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { servePages } from '../moment.js';
import { credentials } from '../shop.js';
import { runProgram } from './programs.js';

const timeoutMs = 10_000;
const ttlMs = 60_000;

// So many pages with the same question in one moment: cold, and once more when what came then has expired.
runProgram('herd', async ({ baseUrl, visitors, isNaive }) => {
  // It stands still, so that it is one moment however long this process takes over it.
  const clock = createFakeClock();
  const options = resolveOptions({ ...credentials, baseUrl, timeoutMs, cache: { ttlMs } }, {});
  const personalize = assemblePersonalize(options, clock);
  const middleware = isNaive ? createNaiveMiddleware({ baseUrl, timeoutMs }, 'home-hero') : personalize('home-hero');
  const cold = await servePages(middleware, visitors);
  clock.advance(2 * ttlMs);
  const expired = await servePages(middleware, visitors);
  await personalize.close();
  return [cold, expired];
});
