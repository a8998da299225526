import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { setWallClock } from '../faketime.js';
import { answerWhole, defaults } from '../hero.js';
import { deadlineMs, listen, startShop } from '../shop.js';
import { visitAs, visitMany } from '../visits.js';
import { runProgram } from './programs.js';
import type { ClockJump } from './programs.js';

const jumpAfterMs = 100;
const ttlMs = 1_000;
const longestTtlMs = 1.1 * ttlMs;
const pages = 5;
const enoughToOpen = 25;

/** This process began with a wall clock that was right, and the other clock is left alone. */
const realNow = (): number => performance.timeOrigin + performance.now();

/** Hour and day as the API wants them. */
function toHourAndDay(now: number): string {
  const day = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(now);
  return `${new Date(now).toISOString().slice(11, 13)} ${day}`;
}

interface Api {
  readonly origin: string;
  /** Hour and day in the latest call that was answered. */
  sent(): string;
}

/** An API that answers at `/live`, hangs at `/hang` and fails at `/fail`. */
async function startApi(): Promise<Api> {
  let sent = '';
  const server = createServer((req, res) => {
    void text(req).then((body) => {
      if (req.url?.startsWith('/hang/')) return;
      if (req.url?.startsWith('/fail/')) {
        res.writeHead(500).end();
        return;
      }
      const told = JSON.parse(body) as Readonly<Record<'TIME_OF_THE_DAY' | 'DAY_OF_THE_WEEK', string>>;
      sent = `${told.TIME_OF_THE_DAY} ${told.DAY_OF_THE_WEEK}`;
      answerWhole(res);
    });
  });
  return { origin: await listen(server), sent: () => sent };
}

/** How long a deadline takes that asks the wall clock. */
async function waitByWallClock(): Promise<number> {
  const start = performance.now();
  const until = Date.now() + deadlineMs;
  while (Date.now() < until && performance.now() - start < 3 * deadlineMs) await sleep(5);
  return performance.now() - start;
}

/** Pages that are under way at the jump. */
async function meetDeadlines(origin: string): Promise<Pick<ClockJump, 'hung' | 'timersMs' | 'naiveMs'>> {
  const shop = await startShop(`${origin}/hang/v1`, { defaults, breaker: false });
  const visitAll = (path: string) => visitMany(shop.origin + path, pages, pages);
  const [seen, naiveMs] = await Promise.all([visitAll('/'), waitByWallClock(), visitAll('/timer')]);
  const hung = { pages: seen, timesMs: shop.pageTimesMs('/') };
  await shop.close();
  return { hung, timersMs: shop.pageTimesMs('/timer'), naiveMs };
}

/** How long a breaker is open that has opened before the jump. */
async function timeOpenBreaker(origin: string): Promise<number> {
  const at = { open: 0, 'half-open': 0, closed: 0 };
  const onBreaker = ({ to }: { readonly to: keyof typeof at }): void => {
    at[to] ||= performance.now();
  };
  const shop = await startShop(`${origin}/fail/v1`, { defaults, observer: { onBreaker } });
  await visitMany(`${shop.origin}/`, enoughToOpen, enoughToOpen);
  const giveUpAt = performance.now() + 3_000;
  while (at['half-open'] === 0 && performance.now() < giveUpAt) {
    await visitMany(`${shop.origin}/`, 1, 1);
    await sleep(5);
  }
  await shop.close();
  return at['half-open'] - at.open;
}

/** Where pages are from: the first of its visitor, right after the jump, and when the first one's answer has expired. */
async function watchCache(origin: string): Promise<readonly unknown[]> {
  const shop = await startShop(`${origin}/live/v1`, { timeoutMs: 5_000, cache: { ttlMs, vary: ['identity'] } });
  const sources: unknown[] = [];
  for (const pauseMs of [0, 2 * jumpAfterMs, longestTtlMs]) {
    await sleep(pauseMs);
    const { body } = await visitAs('regular', `${shop.origin}/`);
    sources.push(Array.isArray(body) ? body[1] : body);
  }
  await shop.close();
  return sources;
}

/** What the API hears of a visitor who comes after the jump, and what it should. */
async function readSentTime(api: Api, offsetMs: number): Promise<Pick<ClockJump, 'sent' | 'expected' | 'shiftMs'>> {
  const shop = await startShop(`${api.origin}/live/v1`, { timeoutMs: 5_000 });
  await sleep(2 * jumpAfterMs);
  const before = toHourAndDay(realNow() + offsetMs);
  await visitAs('new', `${shop.origin}/`);
  const sent = api.sent();
  await shop.close();
  // The hour may end in between.
  return { sent, expected: [before, toHourAndDay(realNow() + offsetMs)], shiftMs: Date.now() - realNow() };
}

// Lets the wall clock jump while pages are under way, a breaker is open and an answer is fresh.
runProgram('clock-jumps', async ({ file, jumpsSeconds }) => {
  const api = await startApi();
  const jumps: ClockJump[] = [];
  for (const seconds of [0, ...jumpsSeconds]) {
    setWallClock(file, 0);
    const begun = Promise.all([
      meetDeadlines(api.origin),
      timeOpenBreaker(api.origin),
      watchCache(api.origin),
      readSentTime(api, seconds * 1_000),
    ]);
    await sleep(jumpAfterMs);
    setWallClock(file, seconds);
    const [deadlines, openMs, sources, time] = await begun;
    jumps.push({ ...deadlines, openMs, sources, ...time });
  }
  return jumps;
});
