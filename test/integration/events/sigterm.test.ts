import { workspace } from '../express/support.js';
import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import { customersFrom, startSite, visitAll } from './site.js';

let emulator: Emulator;
const taken = new Set<string>();

beforeEach(async () => {
  emulator = await createEmulator({ config: workspace });
  taken.clear();
  emulator.ledger.onEntry((entry) => {
    if (entry.type === 'event') taken.add(entry.event.customerId);
  });
});
afterEach(() => emulator.close());

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Pages that have come when the signal goes out. */
const beforeSignal = 500;

describe('a site that gets a SIGTERM in the midst of a thousand pages', () => {
  async function end(closeMs?: number) {
    const site = await startSite(emulator, 'signals', '', closeMs);
    let ending: ReturnType<typeof site.end> | undefined;
    const served = await visitAll(site, customersFrom('customer', 1_000), (count) => {
      // Once: a visit that fails leaves the count where it was, and a second signal ends the process at once.
      if (count === beforeSignal) ending ??= site.end('SIGTERM');
    });
    const ended = await ending;
    if (ended === undefined) throw new Error('it was not told to end');
    return { served, ended };
  }

  it('with closeOnSignals delivers every page that it sent, though connections are kept, and ends with 0', async () => {
    // It ends when all is delivered, and this is not about time.
    const { served, ended } = await end(20_000);
    process.stdout.write(
      `served ${served.length}, delivered ${taken.size}, ended after ${ended.tookMs.toFixed(0)} ms\n`,
    );

    expect(served.length).toBeGreaterThanOrEqual(beforeSignal);
    expect(served.filter((customer) => !taken.has(customer))).toEqual([]);
    expect(ended).toMatchObject({
      status: 0,
      complaints: [],
      events: { queued: taken.size, delivered: taken.size, dropped: {}, pending: 0 },
    });
  });

  it('where the events hang tells what was not delivered, and ends within its time', async () => {
    emulator.fault({ kind: 'hang' }, { path: '/events' });
    const { served, ended } = await end();
    process.stdout.write(`served ${served.length}, ended after ${ended.tookMs.toFixed(0)} ms\n`);
    const { queued = 0, delivered = 0, dropped = {}, pending = 0 } = ended.events ?? {};

    expect(ended.status).toBe(0);
    // Of those on their way then, a process that stands still may send some when its time is up.
    expect(queued).toBeGreaterThanOrEqual(beforeSignal);
    expect(delivered).toBe(0);
    expect(sumOf(dropped) + pending).toBe(queued);
    // The five seconds that it has unless told otherwise, and what a busy machine may add; the events never come to an end.
    expect(ended.tookMs).toBeLessThan(9_000);
  });
});

describe('the package', () => {
  it('keeps no process alive that has nothing more to do, and adds no listener to it', async () => {
    const site = await startSite(emulator, 'end');
    expect(await site.visit('customer', '/end')).toBeDefined();

    expect(await site.end()).toMatchObject({ status: 0, signal: null, added: 0, complaints: [] });
  });

  it('leaves a signal to Node where closeOnSignals was not called', async () => {
    const site = await startSite(emulator, 'none');
    await site.visit('customer');

    expect(await site.end('SIGTERM')).toMatchObject({ status: null, signal: 'SIGTERM' });
  });
});
