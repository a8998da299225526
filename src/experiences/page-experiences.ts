import { settledBy } from '../client/deadline.js';
import type { CallSignal } from '../client/call-signal.js';
import type { CallLimits } from '../client/transport.js';
import type { Keys } from '../client/fetch-chunks.js';
import type { Clock } from '../core/clock.js';
import type { DefaultReason, Experience } from '../core/experience.js';
import { createRecord } from '../core/record.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Resolver } from './resolver.js';
import type { Resolution } from './show-answers.js';

export interface PagePorts {
  readonly resolver: Resolver;
  readonly clock: Clock;
  /** The visitor, as far as the page's callbacks say so before the deadline; at once where they answer at once. */
  completeVisitor(deadline: number): VisitorContext | Promise<VisitorContext>;
  /** Why the API must not be asked for this page; `undefined` where it may be. */
  refusal(): DefaultReason | undefined;
  /** An experience has been resolved. */
  resolved(experience: Experience): void;
  /** Aborts when the visitor has left. Asked for when the first call is about to be made. */
  signal(): CallSignal;
  /** Takes what should never have been thrown. */
  report(thrown: unknown): void;
}

/** The signal is made when it is read, where a call is about to go: listening for a visitor who leaves has its price. */
class PageLimits implements CallLimits {
  readonly deadline: number;
  readonly #ports: Pick<PagePorts, 'signal'>;

  constructor(deadline: number, ports: Pick<PagePorts, 'signal'>) {
    this.deadline = deadline;
    this.#ports = ports;
  }

  get signal(): CallSignal {
    return this.#ports.signal();
  }
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
 * The experiences of one page. What is known without asking is there at once. Each other key is asked for once, and all
 * that the page asks for within one tick goes out in one call.
 */
export class PageExperiences {
  /** Own property per resolved key. */
  readonly resolved: Record<string, Experience> = createRecord<Experience>();
  readonly #ports: PagePorts;
  /** Made when there is something to put in: most pages of a warm cache never ask. */
  #asked: Map<string, Batch> | undefined;
  #pending: Set<Promise<void>> | undefined;
  #batch: Batch | undefined;
  #refusedAll: DefaultReason | undefined;
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
    const refusal = this.#ports.refusal();
    if (refusal !== undefined) {
      this.#refuse(keys, refusal);
      return undefined;
    }
    const deadline = this.#ports.clock.monotonic() + timeoutMs;
    if (keys === 'all') return this.#waitFor([this.#askEverything(deadline)], deadline);
    const missing = this.#takeKnown(this.#unresolved(keys), deadline);
    if (missing.length === 0) return undefined;
    const batches: Batch[] = [];
    for (const key of missing) {
      const batch = this.#asked?.get(key) ?? this.#put(key, deadline);
      if (!batches.includes(batch)) batches.push(batch);
    }
    return this.#waitFor(batches, deadline);
  }

  /** What is still under way; `undefined` where nothing is. */
  settled(): Promise<void> | undefined {
    const pending = this.#pending;
    return pending === undefined || pending.size === 0 ? undefined : Promise.all(pending).then(() => undefined);
  }

  /** The experience as it stands now: resolved, or the default with why it stands in. */
  experience(key: string): Experience {
    return this.resolved[key] ?? this.#ports.resolver.standIn(key, this.#reasonOf(key));
  }

  /** For keys that nobody names there is nothing to show but this. */
  #refuse(keys: Keys, reason: DefaultReason): void {
    if (keys === 'all') this.#refusedAll = reason;
    const named = keys === 'all' ? this.#ports.resolver.configuredKeys : keys;
    for (const experience of this.#ports.resolver.refuse(this.#unresolved(named), reason)) this.#keep(experience);
  }

  #keep(experience: Experience): void {
    this.resolved[experience.key] = experience;
    this.#ports.resolved(experience);
  }

  /** By a loop: a route's keys are a frozen list, whose own methods take twenty times as long. */
  #unresolved(keys: readonly string[]): readonly string[] {
    const unresolved: string[] = [];
    for (const key of keys) if (this.resolved[key] === undefined) unresolved.push(key);
    return unresolved;
  }

  /** Resolves what can be resolved without asking; gives back the rest. */
  #takeKnown(keys: readonly string[], deadline: number): readonly string[] {
    const asked = this.#asked;
    const fresh = asked === undefined ? keys : keys.filter((key) => !asked.has(key));
    if (fresh.length === 0 || this.#everything) return keys;
    const visitor = this.#visitorNow(deadline);
    if (visitor === undefined) return keys;
    try {
      const known = this.#ports.resolver.resolveKnown(visitor, fresh);
      for (const experience of known) this.#keep(experience);
      return known.length === keys.length ? [] : this.#unresolved(keys);
    } catch (thrown) {
      // Not meant to throw. Should it all the same, the question is asked as if nothing were known.
      this.#ports.report(thrown);
      return keys;
    }
  }

  /** The visitor who is known at once. Whoever asks waits for the others, and hears there of one that fails. */
  #visitorNow(deadline: number): VisitorContext | undefined {
    try {
      const visitor = this.#ports.completeVisitor(deadline);
      if (!(visitor instanceof Promise)) return visitor;
      visitor.catch(() => undefined);
      return undefined;
    } catch {
      return undefined;
    }
  }

  #reasonOf(key: string): DefaultReason {
    if (this.#asked?.has(key) === true) return 'PENDING';
    if (this.#refusedAll !== undefined) return this.#refusedAll;
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
    (this.#asked ??= new Map<string, Batch>()).set(key, batch);
    if (batch.otherwise !== undefined) this.#keep(this.#ports.resolver.standIn(key, batch.otherwise));
    return batch;
  }

  /** The batch of this tick, made when first needed. */
  #openBatch(deadline: number): Batch {
    if (this.#batch) return this.#batch;
    const answered = Promise.resolve().then(() => this.#send(batch));
    const batch: Batch = { keys: new Set(), everything: false, deadline, answered, otherwise: undefined };
    this.#batch = batch;
    (this.#pending ??= new Set()).add(answered);
    return batch;
  }

  /**
   * The strictest deadline of those who wait for this tick's batch holds for all. A batch that is under way keeps its
   * own, so that a stricter waiter has to leave it behind.
   */
  #waitFor(batches: readonly Batch[], deadline: number): Promise<void> {
    for (const batch of batches) if (batch === this.#batch) batch.deadline = Math.min(batch.deadline, deadline);
    const [first] = batches;
    // As good as always it is one, whose own promise does.
    const answered =
      first !== undefined && batches.length === 1
        ? first.answered
        : Promise.all(batches.map((batch) => batch.answered)).then(() => undefined);
    const isInTime = batches.every((batch) => batch.deadline <= deadline);
    return isInTime ? answered : settledBy(answered, deadline, this.#ports.clock);
  }

  #send(batch: Batch): Promise<void> {
    this.#batch = undefined;
    return this.#resolve(batch).then((resolution) => {
      this.#settle(batch, resolution);
    });
  }

  #settle(batch: Batch, { experiences, otherwise }: Resolution): void {
    for (const experience of experiences) if (this.resolved[experience.key] === undefined) this.#keep(experience);
    // Whoever asks for everything means to find there what has a default, too.
    const expected = batch.everything ? [...batch.keys, ...this.#ports.resolver.configuredKeys] : batch.keys;
    for (const key of expected) {
      if (this.resolved[key] === undefined) this.#keep(this.#ports.resolver.standIn(key, otherwise));
    }
    batch.otherwise = otherwise;
    this.#pending?.delete(batch.answered);
  }

  async #resolve({ keys, everything, deadline }: Batch): Promise<Resolution> {
    const ports = this.#ports;
    try {
      const completed = ports.completeVisitor(deadline);
      const visitor = completed instanceof Promise ? await completed : completed;
      return await ports.resolver.resolve(visitor, everything ? 'all' : [...keys], new PageLimits(deadline, ports));
    } catch (thrown) {
      // None of them is meant to reject. Should one all the same, the page must still go on.
      ports.report(thrown);
      return { experiences: [], otherwise: 'INTERNAL_ERROR' };
    }
  }
}
