import { Pool } from 'undici';
import { createPoolConnector } from '../../../src/client/pool-connector.js';
import { openRawUpstream, openUpstream } from '../../support/upstream.js';
import type { Upstream } from '../../support/upstream.js';

const pools: Pool[] = [];

function openPool({ origin }: Upstream): Pool {
  const pool = new Pool(origin, { connections: 1, connect: createPoolConnector({ timeout: 1_000 }) });
  pools.push(pool);
  return pool;
}

/** Sends a request that is aborted as soon as the server has it. */
async function abandonCall(pool: Pool, arrival: Promise<void>): Promise<void> {
  const call = new AbortController();
  const answer = pool.request({ path: '/', method: 'GET', signal: call.signal });
  await arrival;
  call.abort();
  await expect(answer).rejects.toThrow();
}

/** A server that never answers, and when it was first asked. */
async function openSilentUpstream(): Promise<{ readonly upstream: Upstream; readonly arrival: Promise<void> }> {
  let arrived = (): void => undefined;
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  return {
    upstream: await openRawUpstream(() => {
      arrived();
    }),
    arrival,
  };
}

/** Lets whatever is under way on loopback arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.destroy()));
});

describe('the connector of a pool', () => {
  it('makes no connection for a call that was given up', async () => {
    const { upstream, arrival } = await openSilentUpstream();

    await abandonCall(openPool(upstream), arrival);
    await upstream.ended(1);
    await settle();

    expect(upstream.connections()).toBe(1);
  });

  it('makes one for the next call', async () => {
    const { upstream, arrival } = await openSilentUpstream();
    const pool = openPool(upstream);
    await abandonCall(pool, arrival);
    await upstream.ended(1);

    void pool.request({ path: '/', method: 'GET' }).catch(() => undefined);
    await settle();

    expect(upstream.connections()).toBe(2);
  });

  it('makes one for a call that waits in line behind the one that was given up', async () => {
    const { upstream, arrival } = await openSilentUpstream();
    const pool = openPool(upstream);
    const abandoned = abandonCall(pool, arrival);

    void pool.request({ path: '/', method: 'GET' }).catch(() => undefined);
    await abandoned;
    await settle();

    expect(upstream.connections()).toBe(2);
  });

  it('makes another where the server has closed the last one', async () => {
    const upstream = await openUpstream((res) => res.writeHead(200, { connection: 'close' }).end());
    const pool = openPool(upstream);

    for (const path of ['/1', '/2']) await (await pool.request({ path, method: 'GET' })).body.dump();

    expect(upstream.connections()).toBe(2);
  });
});
