import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApiOutcome } from '../../../src/client/transport.js';
import { resolveOptions } from '../../../src/config/resolve-options.js';
import type { ResolvedEventsOptions } from '../../../src/config/resolved-options.js';
import { silentLogger } from '../../../src/core/logger.js';
import { createSafeObserver } from '../../../src/core/observer.js';
import type { DeliveryEvent } from '../../../src/core/observer.js';
import { createWarnings } from '../../../src/core/warnings.js';
import { assembleDelivery } from '../../../src/events/assemble-delivery.js';
import { settle } from '../../support/deliveries.js';
import { createEvent } from '../../support/event-store-ports.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { answered, createScriptedTransport } from '../../support/scripted-transport.js';

function defaultEvents(): ResolvedEventsOptions {
  const { events } = resolveOptions({ workspaceId: 'w', apiKey: 'k', dataCenter: '01' }, {});
  if (events === undefined) throw new Error('events are on by default');
  return events;
}

/** A delivery whose attempts take 30 ms and end as told. */
function setUp(answer: () => ApiOutcome) {
  const clock = createFakeClock();
  const told: DeliveryEvent[] = [];
  const observer = createSafeObserver({ onDelivery: (event) => told.push(event) });
  const transport = createScriptedTransport(() => {
    clock.stall(30);
    return answer();
  });
  const warnings = createWarnings(silentLogger, clock);
  const delivery = assembleDelivery(transport, defaultEvents(), { clock, warnings, observer });
  const deliver = async (): Promise<void> => {
    for (const customerId of ['a', 'b', 'b']) delivery.track(createEvent({ customerId }));
    clock.advance(1_000);
    await settle();
  };
  return { clock, delivery, deliver, told, transport };
}

describe('an observer', () => {
  it.each([
    ['was taken', answered({ req_id: 'r' }), { status: 200, reason: undefined }],
    ['was refused', answered({}, 503), { status: 503, reason: undefined }],
    ['had no answer', { kind: 'failed', reason: 'TIMEOUT' }, { status: undefined, reason: 'TIMEOUT' }],
  ] as const)('hears that an attempt %s, of how many events, and how long it took', async (_case, outcome, result) => {
    const { deliver, told } = setUp(() => outcome);

    await deliver();

    expect(told).toEqual([{ events: 3, durationMs: 30, ...result }]);
  });

  it('hears of an attempt that broke, and the events stay', async () => {
    const { deliver, delivery, told } = setUp(() => {
      throw new Error('broken');
    });

    await deliver();

    expect(told).toEqual([{ events: 3, durationMs: 30, status: undefined, reason: 'INTERNAL_ERROR' }]);
    expect(delivery.counts()).toMatchObject({ pending: 3, delivered: 0 });
  });
});

it('events are delivered outside of the request that tracked the first of them', async () => {
  const requests = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const { deliver } = setUp(() => {
    seen.push(requests.getStore());
    return answered({});
  });

  await requests.run('the first', deliver);

  expect(seen).toEqual([undefined]);
});
