import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import { startSite } from '../integration/events/site.js';
import type { ServedPage, Site } from '../integration/events/site.js';
import { workspace } from '../integration/express/support.js';
import { createTemporaryFolder } from '../support/temporary-folder.js';

const kills = 100;
const promisedMs = 50;

interface Visit extends ServedPage {
  readonly customer: string;
}

/** What came of one process until it was killed. */
type Life = readonly Visit[];

/**
 * Those whose event was tracked in a turn from which on the process was at work for 50 ms, by its own clock and in turns that
 * a later page tells of: a machine that stands still writes nothing, whenever the page is seen here.
 */
function promisedOf(life: Life): Life {
  const turns = [...new Set(life.map(({ turnMs }) => turnMs))].sort((one, other) => one - other);
  const lastMs = turns.at(-1) ?? 0;
  return life.filter(({ turnMs }) => (turns.find((ms) => ms > turnMs) ?? Infinity) + promisedMs < lastMs);
}

/** Visits the site, one page after the other, until it is killed after so long. */
async function liveAndDie(site: Site, name: string, lifeMs: number): Promise<Life> {
  const served: Visit[] = [];
  const startedAt = performance.now();
  const visitOn = async (visitor: number): Promise<void> => {
    for (let page = 0; performance.now() - startedAt < lifeMs; page += 1) {
      const customer = `${name}_${visitor}_${page}`;
      const came = await site.visit(customer);
      if (came) served.push({ customer, ...came });
    }
  };
  const visits = [1, 2, 3, 4].map(visitOn);
  await new Promise((resolve) => setTimeout(resolve, lifeMs));
  await site.end('SIGKILL');
  await Promise.all(visits);
  return served;
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

    const promised = lives.flatMap(promisedOf);
    process.stdout.write(
      `${kills} kills: ${lives.flat().length} pages served, ${promised.length} of them promised, ${counted.length} counted, ` +
        `${events?.recovered ?? 0} recovered by the last\n`,
    );
    expect(promised.length).toBeGreaterThan(kills);
    expect(promised.filter(({ customer }) => !counted.includes(customer))).toEqual([]);
    expect(new Set(counted).size).toBe(counted.length);
    expect([status, events?.pending]).toEqual([0, 0]);
  }, 180_000);
});
