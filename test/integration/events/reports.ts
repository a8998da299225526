import { createEmulator } from 'express-moengage-personalize/emulator';
import type { Emulator } from 'express-moengage-personalize/emulator';
import { withDeadline } from '../../../src/client/deadline.js';
import { postEvents } from '../../../src/client/send-events.js';
import type { ClientOptions } from '../../../src/config/resolved-options.js';
import type { Clock } from '../../../src/core/clock.js';
import { Secret } from '../../../src/core/secret.js';
import { createWarnings } from '../../../src/core/warnings.js';
import type { SendBatch } from '../../../src/events/delivery/deliver-lot.js';
import { startDelivery } from '../../../src/events/delivery/start-delivery.js';
import type { EventDelivery } from '../../../src/events/event-delivery.js';
import { groupEvents } from '../../../src/events/group-events.js';
import { createMemoryEventStore } from '../../../src/events/memory-event-store.js';
import type { TrackedEvent } from '../../../src/core/tracked-event.js';
import { contextOf } from '../../support/event-elements.js';
import { createEvent, roomy } from '../../support/event-store-ports.js';
import { createRecordingLogger } from '../../support/recording-logger.js';
import { openTransport } from '../../support/transports.js';

const running: Emulator[] = [];

/** An emulator that is closed after the test. */
export async function startEmulator(): Promise<Emulator> {
  const emulator = await createEmulator();
  running.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
});

export const credentialsOf = ({ workspaceId, apiKey }: Emulator): Partial<ClientOptions> => ({
  workspaceId,
  apiKey: new Secret(apiKey),
});

/** Sends events to this host over real sockets, as `createPersonalize` does. */
export function sendTo(origin: string, clock: Clock, options: Partial<ClientOptions> = {}): SendBatch {
  const transport = withDeadline(openTransport(origin, options), clock);
  return (events, limits) => postEvents(transport, groupEvents(events), limits);
}

export function deliverBy(send: SendBatch, clock: Clock, batchUsers = 100): EventDelivery {
  return startDelivery(
    { store: createMemoryEventStore(), bounds: roomy, flushIntervalMs: 1_000, batchUsers },
    { clock, send, warnings: createWarnings(createRecordingLogger(), clock) },
  );
}

/** An event that the API takes; one without a context it refuses. */
export function reportable(clock: Clock, changes: Partial<TrackedEvent>): TrackedEvent {
  const timeSeconds = Math.floor(clock.now() / 1_000);
  return createEvent({ timeSeconds, attributes: contextOf('hero'), ...changes });
}
