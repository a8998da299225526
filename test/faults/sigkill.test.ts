import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import { startSite } from '../integration/events/site.js';
import type { Site } from '../integration/events/site.js';
import { workspace } from '../integration/express/support.js';
import { createTemporaryFolder } from '../support/temporary-folder.js';

const kills = 100;
const promisedMs = 50;

interface Life {
  /** Customers whose page came, and when. */
  readonly served: readonly { readonly customer: string; readonly ms: number }[];
  /** When it was last seen at work: on a busy machine some time before it was killed. */
  readonly seenMs: number;
}

/** Visits the site, one page after the other, until it is killed after so long. */
async function liveAndDie(site: Site, name: string, lifeMs: number): Promise<Life> {
  const served: { customer: string; ms: number }[] = [];
  const startedAt = performance.now();
  const visitOn = async (visitor: number): Promise<void> => {
    for (let page = 0; performance.now() - startedAt < lifeMs; page += 1) {
      const customer = `${name}_${visitor}_${page}`;
      if (await site.visit(customer)) served.push({ customer, ms: performance.now() });
    }
  };
  const visits = [1, 2, 3, 4].map(visitOn);
  await new Promise((resolve) => setTimeout(resolve, lifeMs));
  await site.end('SIGKILL');
  await Promise.all(visits);
  return { served, seenMs: served.at(-1)?.ms ?? 0 };
}

describe('a site with a disk store that is killed a hundred times', () => {
  let emulator: Emulator;
  const counted: string[] = [];

  beforeAll(async () => {
    emulator = await createEmulator({ config: workspace });
    emulator.ledger.onEntry((entry) => {
      if (entry.type === 'event' && !entry.event.duplicate) counted.push(entry.event.customerId);
    });
  });
  afterAll(() => emulator.close());

  it('misses no event older than 50 ms, and counts none twice', async () => {
    const directory = createTemporaryFolder('sigkill-site');
    const lives: Life[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const site = await startSite(emulator, 'none', directory);
      lives.push(await liveAndDie(site, `life${kill}`, 60 + Math.random() * 120));
    }
    const heir = await startSite(emulator, 'signals', directory);
    await heir.visit('heir');
    const { events, status } = await heir.end('SIGTERM');

    const served = lives.flatMap((life) => life.served).length;
    const promised = lives.flatMap((life) => life.served.filter(({ ms }) => ms < life.seenMs - promisedMs));
    process.stdout.write(
      `${kills} kills: ${served} pages served, ${promised.length} of them promised, ${counted.length} counted, ` +
        `${events?.recovered ?? 0} recovered by the last\n`,
    );
    expect(promised.length).toBeGreaterThan(kills);
    expect(promised.filter(({ customer }) => !counted.includes(customer))).toEqual([]);
    expect(new Set(counted).size).toBe(counted.length);
    expect([status, events?.pending]).toEqual([0, 0]);
  }, 180_000);
});
