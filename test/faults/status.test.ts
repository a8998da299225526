import { assemblePersonalize } from '../../src/personalize.js';
import type { Personalize } from '../../src/index.js';
import type { ExperienceMap } from '../../src/index.js';
import { resolveOptions } from '../../src/config/resolve-options.js';
import { createNaiveFetch } from '../naive.js';
import { createFakeClock } from '../support/fake-clock.js';
import type { FakeClock } from '../support/fake-clock.js';
import { openUpstream } from '../support/upstream.js';
import type { Upstream } from '../support/upstream.js';
import { credentials } from './shop.js';

const statuses = [400, 401, 403, 404, 405, 408, 409, 410, 413, 422, 429, 500, 501, 502, 503, 504];

const nowMs = 1_700_000_000_000;

/** `Retry-After` as it may come, and for how many seconds a 429 with it is heeded. */
const forms: readonly (readonly [string | undefined, number])[] = [
  [undefined, 1],
  ['0', 1],
  ['1', 1],
  ['120', 120],
  ['1000000000', 300],
  ['-1', 1],
  ['abc', 1],
  [new Date(nowMs + 60_000).toUTCString(), 60],
  [new Date(nowMs - 60_000).toUTCString(), 1],
];

const refusedKeySeconds = 30;

/** Seconds without a call after such an answer. */
function pauseSeconds(status: number, heeded: number): number {
  if (status === 429) return heeded;
  return status === 401 || status === 403 ? refusedKeySeconds : 0;
}

const endpoints: readonly (readonly [string, (personalize: Personalize<ExperienceMap>) => Promise<unknown>])[] = [
  ['fetch', ({ client }) => client.fetchExperiences({ keys: ['home-hero'] })],
  ['metadata', ({ client }) => client.fetchExperiencesMeta()],
];

function openRefusal(status: number, retryAfter: string | undefined): Promise<Upstream> {
  return openUpstream((res) => {
    res.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end('{}');
  });
}

/** Calls that asking makes: at once, again at once, shortly before the pause has passed, and shortly after. */
async function countCalls(
  upstream: Upstream,
  clock: FakeClock,
  ask: () => Promise<unknown>,
  pauseMs: number,
): Promise<readonly number[]> {
  const calls: number[] = [];
  for (const advanceMs of [0, 0, pauseMs * 0.9, pauseMs * 0.2]) {
    clock.advance(advanceMs);
    const before = upstream.requests.length;
    await ask().catch(() => undefined);
    calls.push(upstream.requests.length - before);
  }
  return calls;
}

describe.each(endpoints)('the %s endpoint', (_endpoint, askOf) => {
  it.each(statuses)('answering %d is called as the table says, by what Retry-After says', async (status) => {
    const calls: (readonly number[])[] = [];
    for (const [retryAfter, heeded] of forms) {
      const upstream = await openRefusal(status, retryAfter);
      const clock = createFakeClock({ now: nowMs });
      const options = { ...credentials, baseUrl: `${upstream.origin}/v1`, logger: undefined };
      const personalize = assemblePersonalize(resolveOptions(options, {}), clock);
      const pauseMs = 1_000 * pauseSeconds(status, heeded);
      calls.push(await countCalls(upstream, clock, () => askOf(personalize), pauseMs));
      await personalize.close();
    }

    // Whoever says when to come back is not asked again at once.
    const each = (retryAfter: string | undefined) => (status === 503 && retryAfter === undefined ? 2 : 1);
    const isPaused = pauseSeconds(status, 1) > 0;
    expect(calls).toEqual(
      forms.map(([form]) => (isPaused ? [1, 0, 0, 1] : Array.from({ length: 4 }, () => each(form)))),
    );
  });
});

describe('the naive client', () => {
  it('calls again at once where it was told to wait', async () => {
    const upstream = await openRefusal(429, '120');
    const fetch = createNaiveFetch({ baseUrl: `${upstream.origin}/v1`, timeoutMs: 300 });

    await Promise.allSettled([fetch('home-hero'), fetch('home-hero')]);

    expect(upstream.requests.length).toBe(2);
  });
});
