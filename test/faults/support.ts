import type { ServerResponse } from 'node:http';
import type { ExperienceMap, PersonalizeOptions } from '../../src/index.js';
import { openFaultProxy } from '../support/fault-proxy.js';
import type { FaultProxy } from '../support/fault-proxy.js';
import { openUpstream } from '../support/upstream.js';
import type { Upstream } from '../support/upstream.js';
import { startShop } from './shop.js';
import type { Shop } from './shop.js';

const story = 'word '.repeat(180);

export const heroVariables: Readonly<Record<string, string>> = { Title: 'Hello', Story: story };

/** The hero as the API gives it: a kilobyte. */
export const heroAnswer: string = JSON.stringify({
  experiences: {
    'home-hero': {
      payload: {
        Title: { value: heroVariables.Title, data_type: 'string' },
        Story: { value: heroVariables.Story, data_type: 'string' },
      },
      experience_context: { cid: '1_F_T_WP_AB_2_P_0_AU_1A', moe_variation_id: '2' },
    },
  },
});

/** What the page shows where the hero came. */
export const livePage: unknown = [heroVariables, 'network', null];

export const defaults = { 'home-hero': { Title: 'Welcome' } };

/** What it shows where it did not. */
export const defaultPage = (reason: string): unknown => [{ Title: 'Welcome' }, 'default', reason];

/** An answer with a length. */
export function answerWhole(res: ServerResponse): void {
  res.sendDate = false;
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': heroAnswer.length }).end(heroAnswer);
}

/** An answer that only the end of its connection ends, as HTTP/1.0 has it. */
export function answerUntilClose(res: ServerResponse): void {
  res.sendDate = false;
  res.removeHeader('transfer-encoding');
  res.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
  res.write(heroAnswer);
  res.end();
}

/** Without what spares an API that fails, so that every page meets the fault. */
export const unguarded: PersonalizeOptions<ExperienceMap> = { breaker: false, quota: false };

const shops: Shop[] = [];

/** A shop whose API is at this origin. Closed after the test. */
export async function openShop(apiOrigin: string, options: PersonalizeOptions<ExperienceMap> = {}): Promise<Shop> {
  const shop = await startShop(`${apiOrigin}/v1`, { defaults, ...options });
  shops.push(shop);
  return shop;
}

export interface FaultyShop {
  readonly shop: Shop;
  readonly proxy: FaultProxy;
  readonly upstream: Upstream;
}

/** A shop, a fault proxy and behind it an API that has the hero. */
export async function openFaultyShop(
  options: PersonalizeOptions<ExperienceMap> = unguarded,
  answer: (res: ServerResponse) => void = answerWhole,
): Promise<FaultyShop> {
  const upstream = await openUpstream(answer);
  const proxy = await openFaultProxy(upstream.origin);
  return { upstream, proxy, shop: await openShop(proxy.origin, options) };
}

afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
});
