import { settledBy } from '../client/deadline.js';
import type { CallLimits } from '../client/transport.js';
import type { Keys } from '../client/fetch-chunks.js';
import type { Clock } from '../core/clock.js';
import type { DefaultReason, Experience } from '../core/experience.js';
import { createRecord } from '../core/record.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Resolution, Resolver } from './resolver.js';

export interface PagePorts {
  readonly resolver: Resolver;
  readonly clock: Clock;
  /** The visitor, as far as the page's callbacks say so before the deadline. Must not reject. */
  readonly visitor: (deadline: number) => Promise<VisitorContext>;
  /** Aborts when the visitor has left. Asked for when the first call is about to be made. */
  readonly signal: () => AbortSignal;
  /** Takes what should never have been thrown. */
  readonly report: (thrown: unknown) => void;
}

/** Questions of the same tick, which go out as one. */
interface Batch {
  readonly keys: Set<string>;
  everything: boolean;
  deadline: number;
  readonly answered: Promise<void>;
  /** Once it is answered: what is to be said of a key that did not come with it. */
  otherwise: DefaultReason | undefined;
}

/**
 * The experiences of one page. Each key is asked for once, and all that the page asks for within one tick goes out in
 * one call.
 */
export class PageExperiences {
  /** Own property per resolved key. */
  readonly resolved: Record<string, Experience> = createRecord<Experience>();
  readonly #ports: PagePorts;
  readonly #asked = new Map<string, Batch>();
  readonly #pending = new Set<Promise<void>>();
  #batch: Batch | undefined;
  /** The question that asked for everything, if one did. */
  #everything: Batch | undefined;

  constructor(ports: PagePorts) {
    this.#ports = ports;
  }

  /**
   * Asks for what was not asked for yet. The promise settles when all of the given keys have come or been given up, or
   * after `timeoutMs`, and never rejects; `undefined` where there is nothing to wait for.
   */
  ask(keys: Keys, timeoutMs: number): Promise<void> | undefined {
    const deadline = this.#ports.clock.monotonic() + timeoutMs;
    if (keys === 'all') return this.#waitFor([this.#askEverything(deadline)], deadline);
    const batches = new Set<Batch>();
    for (const key of keys) {
      if (this.resolved[key] !== undefined) continue;
      batches.add(this.#asked.get(key) ?? this.#put(key, deadline));
    }
    return batches.size === 0 ? undefined : this.#waitFor([...batches], deadline);
  }

  /** What is still under way; `undefined` where nothing is. */
  settled(): Promise<void> | undefined {
    return this.#pending.size === 0 ? undefined : Promise.all(this.#pending).then(() => undefined);
  }

  /** The experience as it stands now: resolved, or the default with why it stands in. */
  experience(key: string): Experience {
    return this.resolved[key] ?? this.#ports.resolver.standIn(key, this.#reasonOf(key));
  }

  #reasonOf(key: string): DefaultReason {
    if (this.#asked.has(key)) return 'PENDING';
    return this.#everything ? (this.#everything.otherwise ?? 'PENDING') : 'NOT_REQUESTED';
  }

  #askEverything(deadline: number): Batch {
    this.#everything ??= this.#openBatch(deadline);
    this.#everything.everything = true;
    return this.#everything;
  }

  /** Where everything was asked for, its answer says what there is to say of the key. */
  #put(key: string, deadline: number): Batch {
    const batch = this.#everything ?? this.#openBatch(deadline);
    batch.keys.add(key);
    this.#asked.set(key, batch);
    if (batch.otherwise !== undefined) this.resolved[key] = this.#ports.resolver.standIn(key, batch.otherwise);
    return batch;
  }

  /** The batch of this tick, made when first needed. */
  #openBatch(deadline: number): Batch {
    if (this.#batch) return this.#batch;
    const answered = Promise.resolve().then(() => this.#send(batch));
    const batch: Batch = { keys: new Set(), everything: false, deadline, answered, otherwise: undefined };
    this.#batch = batch;
    this.#pending.add(answered);
    return batch;
  }

  /**
   * The strictest deadline of those who wait for this tick's batch holds for all. A batch that is under way keeps its
   * own, so that a stricter waiter has to leave it behind.
   */
  #waitFor(batches: readonly Batch[], deadline: number): Promise<void> {
    for (const batch of batches) if (batch === this.#batch) batch.deadline = Math.min(batch.deadline, deadline);
    const answered = Promise.all(batches.map((batch) => batch.answered)).then(() => undefined);
    const isInTime = batches.every((batch) => batch.deadline <= deadline);
    return isInTime ? answered : settledBy(answered, deadline, this.#ports.clock);
  }

  async #send(batch: Batch): Promise<void> {
    this.#batch = undefined;
    const { experiences, otherwise } = await this.#resolve(batch);
    for (const experience of experiences) this.resolved[experience.key] ??= experience;
    // Whoever asks for everything means to find there what has a default, too.
    const expected = batch.everything ? [...batch.keys, ...this.#ports.resolver.configuredKeys] : batch.keys;
    for (const key of expected) this.resolved[key] ??= this.#ports.resolver.standIn(key, otherwise);
    batch.otherwise = otherwise;
    this.#pending.delete(batch.answered);
  }

  async #resolve({ keys, everything, deadline }: Batch): Promise<Resolution> {
    const { resolver, visitor, signal, report } = this.#ports;
    try {
      // Read only where a call is made, since listening for a visitor who leaves has its price.
      const limits: CallLimits = {
        deadline,
        get signal() {
          return signal();
        },
      };
      return await resolver.resolve(await visitor(deadline), everything ? 'all' : [...keys], limits);
    } catch (thrown) {
      // None of them is meant to reject. Should one all the same, the page must still go on.
      report(thrown);
      return { experiences: [], otherwise: 'INTERNAL_ERROR' };
    }
  }
}
