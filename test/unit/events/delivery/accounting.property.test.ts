import fc from 'fast-check';
import { createDiskEventStore } from '../../../../src/events/disk-event-store.js';
import type { EventStore } from '../../../../src/core/event-store.js';
import { createMemoryEventStore } from '../../../../src/events/memory-event-store.js';
import { makeDelivery, settle } from '../../../support/deliveries.js';
import type { MadeDelivery } from '../../../support/deliveries.js';
import { createTemporaryFolder } from '../../../support/temporary-folder.js';
import { bounds, createModel, ensure, ensureIdentity, lastSteps, steps } from './delivery-model.js';
import type { Model } from './delivery-model.js';

/** Whatever has happened, it closes in its time. */
async function closeInTime(model: Model, real: MadeDelivery): Promise<void> {
  const closed = real.delivery.close({ timeoutMs: 1_000 });
  await settle();
  real.clock.advance(5_000);
  const report = await closed;
  const counts = real.delivery.counts();
  // Of one that was closed before, some may have been forgotten since.
  if (model.closed === undefined) ensure(report.pending === counts.pending, () => 'the report is wrong');
  ensureIdentity(real);
  const { length } = real.api.requests;
  real.clock.advance(600_000);
  await settle();
  ensure(real.api.requests.length === length, () => 'something was sent after close');
  ensure(real.api.open.length === 0, () => 'a request is still open after close');
  ensure(
    model.reports.every(({ report: flushed }) => flushed.value !== undefined),
    () => 'a flush has not ended',
  );
  ensure(counts.delivered === model.delivered, () => 'what is delivered has changed');
}

/** Returns which fates have befallen events, so that it is known that the steps lead there. */
async function holdIdentity(createStore: () => EventStore, numRuns: number): Promise<ReadonlySet<string>> {
  const fates = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        { weight: 3, arbitrary: fc.commands(steps, { maxCommands: 50, size: 'max' }) },
        { weight: 1, arbitrary: fc.commands(lastSteps, { maxCommands: 50, size: 'max' }) },
      ),
      async (commands) => {
        const model = createModel();
        const settings = { store: createStore(), bounds, batchUsers: 3 };
        const real: MadeDelivery = makeDelivery({
          settings,
          reply: () => {
            ensureIdentity(real);
            return undefined;
          },
        });
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await closeInTime(model, real);
        const { delivered, pending, dropped } = real.delivery.counts();
        for (const fate of Object.keys(dropped)) fates.add(fate);
        if (delivered > 0) fates.add('delivered');
        if (pending > 0) fates.add('pending');
        return real.clock.pendingTimers === 0;
      },
    ),
    { numRuns },
  );
  return fates;
}

const everyFate = ['delivered', 'pending', 'QUEUE_FULL', 'EXPIRED', 'FORGOTTEN', 'REFUSED', 'CLOSED'];

it('queued + recovered = delivered + dropped + pending, at every instant, from memory', async () => {
  expect([...(await holdIdentity(createMemoryEventStore, 2_000))].sort()).toEqual([...everyFate].sort());
}, 60_000);

it('queued + recovered = delivered + dropped + pending, at every instant, from disk', async () => {
  await holdIdentity(() => createDiskEventStore({ directory: createTemporaryFolder('delivery') }), 40);
}, 60_000);
