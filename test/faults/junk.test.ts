import { runChild, startApi, startJunkShop } from './child.js';
import type { OwnServer } from './child.js';
import type { JunkSent } from './children/programs.js';
import type { JunkCounts } from './junk-shop.js';
import { median, visit } from './visits.js';

/** More than five thousand, as near to which it comes: who sends them shares the machine with the shop, and is late. */
const junkPerSecond = 5_800;
const leastPerSecond = 4_500;
const pagesPerSecond = 100;
const windowSeconds = 5;

/** How many times as slow a page may become. */
const mostTimes = 1.5;

const servers: OwnServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.stop();
});

async function read<Body>(url: string): Promise<Body> {
  return (await visit(url)).body as Body;
}

/** A shop on a live API, whose page at this path was visited for a while. */
async function openJunkShop(path: string): Promise<string> {
  const api = await startApi();
  const shop = await startJunkShop(api.origin);
  servers.push(api, shop);
  await watchPage(shop.origin + path, 1);
  return shop.origin;
}

/** The p99 of the page in each of so many windows. */
function watchPage(url: string, windows: number): Promise<readonly number[]> {
  return runChild('steady-visits', { url, perSecond: pagesPerSecond, windows, windowSeconds });
}

interface JunkWatched {
  readonly windows: readonly number[];
  readonly sent: JunkSent;
  readonly perSecond: number;
}

/** The same while junk comes for what is mounted there. */
async function watchUnderJunk(origin: string, path: string, mount: string, windows: number): Promise<JunkWatched> {
  const tokens = await read<readonly string[]>(`${origin}/tokens`);
  // Longer than they are watched, since both take a moment to begin.
  const seconds = windows * windowSeconds + 4;
  // Who sends the junk must not take what the shop needs of the processors.
  const nice = ['nice', '-n', '19'];
  const junk = runChild('junk', { origin, mount, tokens, perSecond: junkPerSecond, seconds }, {}, nice);
  const seen = await watchPage(origin + path, windows);
  const sent = await junk;
  return { windows: seen, sent, perSecond: sent.sent / seconds };
}

const list = (times: readonly number[]): string => times.map((ms) => ms.toFixed(1)).join(' ');

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

describe('five thousand junk requests a second for the router', () => {
  it('for half a minute make the shop’s page at most 1.5 times as slow, and not one is reported', async () => {
    const origin = await openJunkShop('/');
    const before = await watchPage(`${origin}/`, 3);
    const { cpuMs } = await read<JunkCounts>(`${origin}/counts`);
    const junk = await watchUnderJunk(origin, '/', '/personalize', 6);
    const counts = await read<JunkCounts>(`${origin}/counts`);
    const plain = await watchUnderJunk(origin, '/', '/plain', 3);
    const after = await watchPage(`${origin}/`, 3);

    const [idle, busy, control] = [median([...before, ...after]), median(junk.windows), median(plain.windows)];
    print(
      `${junk.perSecond.toFixed(0)} junk requests a second: ${JSON.stringify(junk.sent)}`,
      `p99 of the page ${busy.toFixed(1)} ms, idle ${idle.toFixed(1)} ms: ${(busy / idle).toFixed(2)} times; ` +
        `where Express alone answers ${plain.perSecond.toFixed(0)} a second ${control.toFixed(1)} ms`,
      `windows, ms: ${list(before)} | ${list(junk.windows)} | ${list(plain.windows)} | ${list(after)}`,
      `the shop: ${(counts.cpuMs - cpuMs).toFixed(0)} ms of CPU, ${JSON.stringify(counts.events)}`,
    );
    expect(junk.perSecond).toBeGreaterThan(leastPerSecond);
    expect(counts.events).toMatchObject({ queued: 0, reports: { accepted: 0, duplicates: 0 } });
    expect(busy).toBeLessThanOrEqual(mostTimes * idle);
  }, 180_000);

  it('make a page that waits for nothing little slower than they do where Express alone answers them', async () => {
    const origin = await openJunkShop('/bare');
    const idle = await watchPage(`${origin}/bare`, 2);
    const [plain, routed]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < 3; turn += 1) {
      plain.push(...(await watchUnderJunk(origin, '/bare', '/plain', 1)).windows);
      routed.push(...(await watchUnderJunk(origin, '/bare', '/personalize', 1)).windows);
    }

    const [control, busy] = [median(plain), median(routed)];
    print(
      `p99 of a bare page ${busy.toFixed(1)} ms, by Express alone ${control.toFixed(1)} ms, idle ${list(idle)} ms`,
      `windows, ms: ${list(routed)} | ${list(plain)}`,
    );
    expect(busy).toBeLessThanOrEqual(mostTimes * control);
  }, 120_000);
});
