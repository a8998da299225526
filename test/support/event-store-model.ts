import fc from 'fast-check';
import type { EventStore, OpenEventStore } from '../../src/core/event-store.js';
import type { EventKind, TrackedEvent } from '../../src/core/tracked-event.js';
import { createEvent, createStorePorts } from './event-store-ports.js';
import type { StorePorts } from './event-store-ports.js';

const bounds = { maxEvents: 12, maxBytes: 3_000 };
const customers = ['a', 'b', 'c', 'd'] as const;

/** What should be, by the simplest means: arrays in order. */
export interface StoreModel {
  added: number;
  delivered: number;
  dropped: number;
  waiting: TrackedEvent[];
  batches: TrackedEvent[][];
  readonly forgotten: Set<TrackedEvent>;
  /** In which they came. */
  readonly order: TrackedEvent[];
}

export interface RealStore {
  readonly lifetimeMs: number;
  readonly store: OpenEventStore;
  readonly ports: StorePorts;
}

export type StoreStep = fc.AsyncCommand<StoreModel, RealStore>;

const bytesOf = (events: readonly TrackedEvent[]) =>
  events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0);

const isTooMuch = (events: readonly TrackedEvent[]) =>
  events.length > bounds.maxEvents || bytesOf(events) > bounds.maxBytes;

function dropExpired(
  model: StoreModel,
  events: readonly TrackedEvent[],
  { ports, lifetimeMs }: RealStore,
): TrackedEvent[] {
  const left = events.filter(({ timeSeconds }) => timeSeconds * 1_000 + lifetimeMs > ports.clock.now());
  model.dropped += events.length - left.length;
  return left;
}

/** Promise 5, after every step. */
function expectIdentity(model: StoreModel, { store, ports }: RealStore): void {
  const out = model.batches.flat();
  expect(store.pending).toBe(model.waiting.length + out.length);
  expect(ports.dropped).toBe(model.dropped);
  expect(model.added).toBe(model.delivered + ports.dropped + store.pending);
}

class Add implements StoreStep {
  constructor(
    readonly kind: EventKind,
    readonly customer: number,
    readonly length: number,
  ) {}

  check = () => true;

  toString = () => `add ${this.kind} of ${this.customer}, ${this.length}`;

  run(model: StoreModel, real: RealStore): Promise<void> {
    const customerId = customers[this.customer] ?? 'z';
    const timeSeconds = Math.floor(real.ports.clock.now() / 1_000);
    const event = createEvent({ kind: this.kind, customerId, timeSeconds, attributes: { x: 'x'.repeat(this.length) } });
    real.store.add(event);
    model.added += 1;
    model.order.push(event);
    model.waiting = dropExpired(model, model.waiting, real);
    this.#addTo(model, event);
    expectIdentity(model, real);
    return Promise.resolve();
  }

  #addTo(model: StoreModel, event: TrackedEvent): void {
    const out = model.batches.flat();
    const droppable = model.waiting.filter(({ kind }) => event.kind === 'click' || kind === 'impression');
    const kept = [...model.waiting.filter((one) => !droppable.includes(one)), ...out, event];
    if (isTooMuch(kept)) {
      model.dropped += 1;
      return;
    }
    model.waiting.push(event);
    while (isTooMuch([...model.waiting, ...out])) {
      const oldest = model.waiting.findIndex(({ kind }) => kind === 'impression');
      model.waiting.splice(Math.max(0, oldest), 1);
      model.dropped += 1;
    }
  }
}

class Take implements StoreStep {
  constructor(
    readonly maxUsers: number,
    readonly maxBytes: number,
  ) {}

  check = () => true;

  toString = () => `take ${this.maxUsers} users, ${this.maxBytes} bytes`;

  async run(model: StoreModel, real: RealStore): Promise<void> {
    const expected: TrackedEvent[] = [];
    model.waiting = dropExpired(model, model.waiting, real);
    for (const event of model.waiting) {
      const batch = [...expected, event];
      const users = new Set(batch.map(({ customerId }) => customerId)).size;
      if (expected.length > 0 && (users > this.maxUsers || bytesOf(batch) > this.maxBytes)) break;
      expected.push(event);
    }
    expect(await real.store.take({ maxUsers: this.maxUsers, maxBytes: this.maxBytes })).toEqual(expected);
    model.waiting.splice(0, expected.length);
    if (expected.length > 0) model.batches.push(expected);
    expectIdentity(model, real);
  }
}

class Settle implements StoreStep {
  constructor(
    readonly batch: number,
    readonly outcome: 'done' | 'again',
  ) {}

  check = ({ batches }: Readonly<StoreModel>) => batches.length > 0;

  toString = () => `settle ${this.batch} ${this.outcome}`;

  run(model: StoreModel, real: RealStore): Promise<void> {
    const [batch = []] = model.batches.splice(this.batch % model.batches.length, 1);
    real.store.settle(batch, this.outcome);
    if (this.outcome === 'done') model.delivered += batch.length;
    else {
      const back = batch.filter((event) => !model.forgotten.has(event));
      model.dropped += batch.length - back.length;
      model.waiting.push(...dropExpired(model, back, real));
      model.waiting.sort((one, other) => model.order.indexOf(one) - model.order.indexOf(other));
    }
    expectIdentity(model, real);
    return Promise.resolve();
  }
}

class Forget implements StoreStep {
  constructor(readonly customer: number) {}

  check = () => true;

  toString = () => `forget ${this.customer}`;

  async run(model: StoreModel, real: RealStore): Promise<void> {
    const isMeant = ({ customerId }: TrackedEvent) => customerId === customers[this.customer];
    const gone = model.waiting.filter(isMeant);
    expect(await real.store.forget(customers[this.customer] ?? 'z')).toBe(gone.length);
    model.waiting = model.waiting.filter((event) => !isMeant(event));
    model.dropped += gone.length;
    for (const event of model.batches.flat().filter(isMeant)) model.forgotten.add(event);
    expectIdentity(model, real);
  }
}

/** Time passes: a moment, or so much of a lifetime that two such steps and a bit make an event too old. */
class Wait implements StoreStep {
  constructor(readonly wait: { readonly ms: number } | { readonly share: number }) {}

  check = () => true;

  toString = () => `wait ${JSON.stringify(this.wait)}`;

  async run(model: StoreModel, real: RealStore): Promise<void> {
    real.ports.clock.stall('ms' in this.wait ? this.wait.ms : this.wait.share * real.lifetimeMs);
    await real.store.flush();
    expectIdentity(model, real);
  }
}

const customer = fc.integer({ min: 0, max: customers.length - 1 });
const outcome = fc.constantFrom<'done' | 'again'>('done', 'again');

const steps = [
  fc
    .tuple(fc.constantFrom<EventKind>('impression', 'click'), customer, fc.integer({ min: 0, max: 900 }))
    .map((parts) => new Add(...parts)),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2_000 })).map((parts) => new Take(...parts)),
  fc.tuple(fc.nat(9), outcome).map(([batch, how]) => new Settle(batch, how)),
  customer.map((which) => new Forget(which)),
  fc.constantFrom({ ms: 1 }, { ms: 25 }, { ms: 700 }, { share: 0.45 }).map((wait) => new Wait(wait)),
];

const createModel = (): StoreModel => ({
  added: 0,
  delivered: 0,
  dropped: 0,
  waiting: [],
  batches: [],
  forgotten: new Set(),
  order: [],
});

export interface HoldOptions {
  readonly createStore: () => EventStore;
  readonly lifetimeMs: number;
  readonly numRuns: number;
  /** What can happen to this store beside what happens to all. */
  readonly moreSteps?: readonly fc.Arbitrary<StoreStep>[];
  /** Whatever else has to hold, before the store is closed. */
  readonly finish?: (store: OpenEventStore, ports: StorePorts, model: StoreModel) => Promise<void>;
}

/** Holds promise 5 after every one of many random steps. A failure prints its seed. */
export async function holdIdentity({
  createStore,
  lifetimeMs,
  numRuns,
  moreSteps = [],
  finish,
}: HoldOptions): Promise<void> {
  const all = fc.commands([...steps, ...moreSteps], { maxCommands: 50, size: 'max' });
  await fc.assert(
    fc.asyncProperty(all, async (commands) => {
      const ports = createStorePorts(bounds);
      const store = createStore().open(ports);
      const model = createModel();
      await fc.asyncModelRun(() => ({ model, real: { store, ports, lifetimeMs } }), commands);
      await finish?.(store, ports, model);
      await store.close();
    }),
    // What waits in vain takes long, and is not made smaller by trying it again and again.
    { numRuns, endOnFailure: finish !== undefined },
  );
}
