import { systemClock } from '../../../src/core/clock.js';
import { openUpstream } from '../../support/upstream.js';
import { credentialsOf, deliverBy, reportable, sendTo, startEmulator } from './reports.js';

const customers = Array.from({ length: 100 }, (_, index) => `user-${index}`);

/** A hundred customers, some of whom have lost the context of their experience. */
const eventsOf = (bad: readonly string[]) =>
  customers.map((customerId) =>
    reportable(systemClock, { customerId, ...(bad.includes(customerId) && { attributes: {} }) }),
  );

it.each([
  [['user-0'], 14],
  [['user-99'], 14],
  [['user-63'], 14],
  [['user-0', 'user-49', 'user-99'], 42],
  [['user-12', 'user-13', 'user-77'], 42],
])('of 100 customers the emulator loses only %j, for at most %d more requests', async (bad, most) => {
  const emulator = await startEmulator();
  const delivery = deliverBy(sendTo(emulator.url, systemClock, credentialsOf(emulator)), systemClock);
  const events = eventsOf(bad);
  for (const event of events) delivery.track(event);
  const lost = bad.length;
  await expect(delivery.close({ timeoutMs: 20_000 })).resolves.toMatchObject({ pending: 0 });
  expect(delivery.counts()).toMatchObject({ queued: 100, delivered: 100 - lost, dropped: { REFUSED: lost } });

  const arrived = emulator.ledger.events.map(({ uuid }) => uuid).sort();
  const good = events.filter(({ customerId }) => !bad.includes(customerId)).map(({ uuid }) => uuid);
  expect(arrived).toEqual(good.sort());
  const extra = emulator.ledger.calls.length - 1;
  process.stdout.write(`${bad.length} bad of 100 customers: ${extra} more requests\n`);
  expect(extra).toBeLessThanOrEqual(most);
});

it('an API that takes at most 10 customers gets them all, once each', async () => {
  const arrived: string[] = [];
  const upstream = await openUpstream((res, { body }) => {
    const { elements } = JSON.parse(body) as { elements: { actions: { moe_event_uuid: string }[] }[] };
    if (elements.length > 10) {
      res.writeHead(413, { 'content-type': 'text/html' }).end('<h1>413 Request Entity Too Large</h1>');
      return;
    }
    arrived.push(...elements.flatMap(({ actions }) => actions.map((action) => action.moe_event_uuid)));
    res.end('{}');
  });
  const delivery = deliverBy(sendTo(upstream.origin, systemClock), systemClock);
  const events = eventsOf([]);
  for (const event of events) delivery.track(event);
  await expect(delivery.close({ timeoutMs: 20_000 })).resolves.toMatchObject({ pending: 0 });
  expect(delivery.counts()).toMatchObject({ delivered: 100, dropped: {} });
  expect(arrived.sort()).toEqual(events.map(({ uuid }) => uuid).sort());
});
