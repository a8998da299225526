import type { ServerResponse } from 'node:http';
import type { ExperienceMap, PersonalizeOptions } from '../../src/index.js';
import { openFaultProxy } from '../support/fault-proxy.js';
import type { FaultProxy } from '../support/fault-proxy.js';
import { openUpstream } from '../support/upstream.js';
import type { Upstream } from '../support/upstream.js';
import { answerWhole, defaults } from './hero.js';
import { startShop } from './shop.js';
import type { Shop } from './shop.js';

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
