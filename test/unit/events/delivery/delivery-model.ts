import fc from 'fast-check';
import type { ApiOutcome } from '../../../../src/client/transport.js';
import type { DeliveryReport } from '../../../../src/events/event-delivery.js';
import type { EventKind, TrackedEvent } from '../../../../src/core/tracked-event.js';
import { droppedIn, settle } from '../../../support/deliveries.js';
import type { MadeDelivery } from '../../../support/deliveries.js';
import { status, unreachable } from '../../../support/event-api.js';
import { createEvent } from '../../../support/event-store-ports.js';
import { watch } from '../../../support/watched.js';
import type { Watched } from '../../../support/watched.js';

export const bounds = { maxEvents: 10, maxBytes: 100_000 };
const customers = ['a', 'b', 'c', 'd', 'e', 'f', 'bad'] as const;

export interface Model {
  readonly tracked: Map<string, TrackedEvent>;
  /** UUIDs that the API took while somebody waited for its answer. */
  delivered: number;
  readonly taken: Set<string>;
  /** Of customers who were forgotten since. */
  readonly forgotten: Set<string>;
  /** Requests that were there when somebody was forgotten may still hold them. */
  seen: number;
  readonly reports: { readonly report: Watched<DeliveryReport>; readonly by: number }[];
  closed: Watched<DeliveryReport> | undefined;
}

type Step = fc.AsyncCommand<Model, MadeDelivery>;

/** Quicker than jest's, of which there would be a million. */
export function ensure(condition: boolean, what: () => string): void {
  if (!condition) throw new Error(what());
}

export function ensureIdentity({ delivery }: MadeDelivery): void {
  const counts = delivery.counts();
  const sum = counts.delivered + droppedIn(counts) + counts.pending;
  ensure(counts.queued + counts.recovered === sum, () => `identity: ${JSON.stringify(counts)}`);
}

/** What came since the last look holds nothing that it must not, and everything as it was tracked. */
function ensureRequests(model: Model, { api }: MadeDelivery): void {
  for (const { events } of api.requests.slice(model.seen)) {
    for (const event of events) {
      ensure(model.tracked.get(event.uuid)?.timeSeconds === event.timeSeconds, () => 'an event has changed');
      ensure(!model.taken.has(event.uuid), () => 'an event was sent again that was delivered');
      ensure(!model.forgotten.has(event.uuid), () => 'a forgotten event was sent');
    }
  }
  model.seen = api.requests.length;
}

async function check(model: Model, real: MadeDelivery): Promise<void> {
  const { api, clock, delivery } = real;
  ensureIdentity(real);
  await settle();
  ensureIdentity(real);
  ensureRequests(model, real);
  const counts = delivery.counts();
  ensure(counts.queued === model.tracked.size, () => 'not every event was counted');
  ensure(counts.delivered === model.delivered, () => `${counts.delivered} delivered, not ${model.delivered}`);
  ensure(counts.pending <= bounds.maxEvents, () => `${counts.pending} pending`);
  ensure(api.open.length <= 4, () => `${api.open.length} requests at once`);
  const late = model.reports.filter(({ report, by }) => by < clock.monotonic() && report.value === undefined);
  ensure(late.length === 0, () => 'a flush has outlasted its time');
}

class Track implements Step {
  constructor(
    readonly kind: EventKind,
    readonly customer: (typeof customers)[number],
  ) {}

  check = () => true;

  toString = () => `track ${this.kind} of ${this.customer}`;

  run(model: Model, real: MadeDelivery): Promise<void> {
    const timeSeconds = Math.floor(real.clock.now() / 1_000);
    const event = createEvent({ kind: this.kind, customerId: this.customer, timeSeconds });
    model.tracked.set(event.uuid, event);
    real.delivery.track(event);
    return check(model, real);
  }
}

/** As the API would, for a bad customer and where there are too many; or as it never should. */
type Answer = 'right' | 'narrow' | 200 | 400 | 401 | 413 | 429 | 500 | 'none';

function outcomeOf(answer: Answer, events: readonly TrackedEvent[]): ApiOutcome {
  const asked = new Set(events.map(({ customerId }) => customerId));
  if (answer === 'none') return unreachable;
  if (answer === 429) return status(429, { retryAfter: '2' });
  if (typeof answer === 'number') return status(answer);
  if (answer === 'narrow' && asked.size > 2) return status(413);
  return status(asked.has('bad') ? 400 : 200);
}

class Reply implements Step {
  constructor(
    readonly which: number,
    readonly answer: Answer,
  ) {}

  check = () => true;

  toString = () => `answer ${this.which} with ${this.answer}`;

  async run(model: Model, real: MadeDelivery): Promise<void> {
    const { open } = real.api;
    const request = open[this.which % Math.max(1, open.length)];
    if (request) {
      const outcome = outcomeOf(this.answer, request.events);
      request.answer(outcome);
      if (outcome.kind === 'answered' && outcome.status === 200) {
        model.delivered += request.events.length;
        for (const { uuid } of request.events) model.taken.add(uuid);
      }
    }
    await check(model, real);
  }
}

class Pass implements Step {
  constructor(readonly ms: number) {}

  check = () => true;

  toString = () => `pass ${this.ms} ms`;

  async run(model: Model, real: MadeDelivery): Promise<void> {
    real.clock.advance(this.ms);
    await check(model, real);
  }
}

class Forget implements Step {
  constructor(readonly customer: (typeof customers)[number]) {}

  check = () => true;

  toString = () => `forget ${this.customer}`;

  async run(model: Model, real: MadeDelivery): Promise<void> {
    const forgetting = real.delivery.forget(this.customer);
    ensureIdentity(real);
    for (const { uuid, customerId } of model.tracked.values()) {
      if (customerId === this.customer) model.forgotten.add(uuid);
    }
    await forgetting;
    await check(model, real);
  }
}

class Flush implements Step {
  constructor(readonly timeoutMs: number) {}

  check = () => true;

  toString = () => `flush in ${this.timeoutMs} ms`;

  async run(model: Model, real: MadeDelivery): Promise<void> {
    const by = real.clock.monotonic() + this.timeoutMs;
    model.reports.push({ report: watch(real.delivery.flush({ timeoutMs: this.timeoutMs })), by });
    await check(model, real);
  }
}

class Close implements Step {
  constructor(readonly timeoutMs: number) {}

  check = () => true;

  toString = () => `close in ${this.timeoutMs} ms`;

  async run(model: Model, real: MadeDelivery): Promise<void> {
    model.closed ??= watch(real.delivery.close({ timeoutMs: this.timeoutMs }));
    await check(model, real);
  }
}

const customer = fc.constantFrom(...customers);

export const steps: fc.Arbitrary<Step>[] = [
  fc.tuple(fc.constantFrom<EventKind>('impression', 'click'), customer).map((parts) => new Track(...parts)),
  fc.tuple(fc.constantFrom<EventKind>('impression', 'click'), customer).map((parts) => new Track(...parts)),
  fc
    .tuple(fc.nat(3), fc.constantFrom<Answer>('right', 'right', 'narrow', 200, 400, 401, 413, 429, 500, 'none'))
    .map((parts) => new Reply(...parts)),
  fc
    .tuple(fc.nat(3), fc.constantFrom<Answer>('right', 'right', 'narrow', 200, 400, 401, 413, 429, 500, 'none'))
    .map((parts) => new Reply(...parts)),
  fc.constantFrom(1, 250, 1_000, 2_000, 10_000, 30_000, 1_700_000, 1_700_000).map((ms) => new Pass(ms)),
  customer.map((which) => new Forget(which)),
  fc.constantFrom(0, 600, 5_000).map((timeoutMs) => new Flush(timeoutMs)),
];

/** Seldom, since nothing much happens after it. */
export const lastSteps: fc.Arbitrary<Step>[] = [
  ...steps,
  fc.constantFrom(0, 700, 5_000).map((timeoutMs) => new Close(timeoutMs)),
];

export const createModel = (): Model => ({
  tracked: new Map(),
  delivered: 0,
  taken: new Set(),
  forgotten: new Set(),
  seen: 0,
  reports: [],
  closed: undefined,
});
