import type { ApiOutcome } from '../../../../src/client/transport.js';
import type { TrackedEvent } from '../../../../src/core/tracked-event.js';
import { droppedIn, expectIdentity, makeDelivery, settle } from '../../../support/deliveries.js';
import { status, unreachable } from '../../../support/event-api.js';
import { createSeededRandom, newSeed } from '../../../support/seeded-random.js';
import { createEvent } from '../../../support/event-store-ports.js';

const outageSeconds = 3_600;
const eventsPerSecond = 100;
const clicksPerSecond = 2;

/** Four that were under way, 35 by the budget, and then one every 30 s. */
const mostAttempts = 4 + 35 + outageSeconds / 30;

/** Clicks of an hour would be too old when the API is back; these are not. */
const lateEnoughSeconds = 120;

type Failure = ApiOutcome | undefined;

function trackSecond(track: (event: TrackedEvent) => void, second: number, timeSeconds: number): void {
  for (let index = 0; index < eventsPerSecond; index += 1) {
    const kind = index < clicksPerSecond ? 'click' : 'impression';
    const customerId = `user-${(second * eventsPerSecond + index) % 5_000}`;
    track(createEvent({ kind, customerId, timeSeconds }));
  }
}

/** An hour in which the API answers nothing, and then does. */
async function liveThroughOutage(failure: () => Failure, random: () => number) {
  let isUp = false;
  const made = makeDelivery({ settings: { random }, reply: () => (isUp ? status(200) : failure()) });
  const { api, clock, delivery, pass } = made;
  const tracked: TrackedEvent[] = [];
  let mostPending = 0;
  for (let second = 0; second < outageSeconds; second += 1) {
    trackSecond(
      (event) => {
        tracked.push(event);
        delivery.track(event);
      },
      second,
      Math.floor(clock.now() / 1_000),
    );
    // To count takes its time.
    if (second % 10 === 0) mostPending = Math.max(mostPending, delivery.counts().pending);
    await pass(1_000);
  }
  const attempts = api.requests.length;
  isUp = true;
  let healMs = 0;
  while (delivery.counts().pending > 0 && healMs < 60_000) {
    healMs += 1_000;
    await pass(1_000);
    await settle();
  }
  return { ...made, tracked, mostPending, attempts, healMs };
}

/** The last: none. */
const failures: readonly Failure[] = [status(500), status(503), status(408), unreachable, undefined];

const seed = newSeed();
const random = createSeededRandom(seed);

it.each<[string, () => Failure, () => number]>([
  ['is asked again as soon as chance allows', () => status(503), () => 0],
  ['fails in every way, and is asked again by chance', () => failures[Math.floor(random() * failures.length)], random],
])(
  'an API that for an hour %s costs no more attempts than the bounds say, and no click',
  async (_, failure, chance) => {
    const { api, delivery, tracked, mostPending, attempts, healMs } = await liveThroughOutage(failure, chance);
    const byUuid = new Map(tracked.map((event) => [event.uuid, event]));
    const sent = api.requests.flatMap(({ events }) => events);
    expect(sent.every((event) => byUuid.get(event.uuid)?.timeSeconds === event.timeSeconds)).toBe(true);
    expect(attempts).toBeLessThanOrEqual(mostAttempts);
    expect(mostPending).toBeLessThanOrEqual(10_000);
    expect(healMs).toBeLessThanOrEqual(31_000);

    const arrived = new Set(api.requests.slice(attempts).flatMap(({ events }) => events.map(({ uuid }) => uuid)));
    const { timeSeconds: began = 0 } = tracked[0] ?? {};
    const clicks = tracked.filter(
      ({ kind, timeSeconds }) => kind === 'click' && timeSeconds - began > lateEnoughSeconds,
    );
    expect(clicks.filter(({ uuid }) => !arrived.has(uuid))).toEqual([]);

    const counts = delivery.counts();
    expectIdentity(counts);
    expect(counts).toMatchObject({ queued: outageSeconds * eventsPerSecond, pending: 0, delivered: arrived.size });
    expect(counts.delivered + droppedIn(counts)).toBe(tracked.length);
    const times = `attempts in an hour: ${attempts} of ${mostAttempts}, all delivered after ${healMs} ms`;
    process.stdout.write(`outage by seed ${seed}: ${times}\n`);
  },
  60_000,
);
