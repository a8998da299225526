import type { AnswerQuestion, AnswerStore, AnswerView, OpenAnswerStore } from '../../src/core/answer-store.js';
import type { Clock } from '../../src/core/clock.js';

interface Kept {
  readonly text: string;
  readonly by: string;
  readonly until: number;
}

interface Claim {
  readonly by: string;
  readonly until: number;
  readonly note: string | undefined;
}

/** A store that processes of one test share, and that can be taken away from them. */
export interface MemoryAnswerStore extends AnswerStore {
  /** Nothing answers any more, or does again. */
  isAway: boolean;
  /** Every text in it. */
  texts(): readonly string[];
  /** Puts something else in the place of every text. */
  spoil(text: string): void;
  /** Says of every text that it has so long to live. */
  prolong(ms: number): void;
  /** Looks that there have been. */
  readonly looks: () => number;
}

const failureMs = 1_000;

class Memory implements OpenAnswerStore {
  readonly #texts = new Map<string, Kept>();
  readonly #claims = new Map<string, Claim>();
  readonly #generations = new Map<string, number>();
  readonly #clock: Clock;
  readonly #store: { readonly isAway: boolean };
  #marks = 0;
  looks = 0;

  constructor(clock: Clock, store: { readonly isAway: boolean }) {
    this.#clock = clock;
    this.#store = store;
  }

  get isUsable(): boolean {
    return !this.#store.isAway;
  }

  get texts(): Map<string, Kept> {
    return this.#texts;
  }

  look(question: AnswerQuestion, awaited = ''): Promise<AnswerView | undefined> {
    this.looks += 1;
    if (this.#store.isAway) return Promise.resolve(undefined);
    const now = this.#clock.monotonic();
    const texts = question.names.map((name) => {
      const kept = this.#texts.get(question.group + name);
      if (kept === undefined || kept.until <= now) return undefined;
      return { text: kept.text, leftMs: kept.until - now, isAwaited: kept.by === awaited };
    });
    const isEnough = texts.every((each) => each && (each.isAwaited || each.leftMs > question.staleMs));
    return Promise.resolve({ texts, claim: isEnough ? { kind: 'none' } : this.#claim(question, awaited) });
  }

  publish(...[question, ticket, { texts, failure }]: Parameters<OpenAnswerStore['publish']>): Promise<void> {
    if (this.#store.isAway) return Promise.resolve();
    const { group, claim } = question;
    const [by = '', generation = ''] = ticket.split('/');
    const now = this.#clock.monotonic();
    if (this.#claims.get(group + claim)?.by === by) {
      this.#claims.delete(group + claim);
      if (failure !== undefined) this.#claims.set(group + claim, { by, until: now + failureMs, note: failure });
    }
    if (generation !== this.#generationOf(group)) return Promise.resolve();
    for (const { name, text, lifeMs } of texts) this.#texts.set(group + name, { text, by, until: now + lifeMs });
    return Promise.resolve();
  }

  forget(group: string): Promise<void> {
    this.#generations.set(group, Number(this.#generationOf(group)) + 1);
    for (const name of [...this.#texts.keys()]) if (name.startsWith(group)) this.#texts.delete(name);
    return Promise.resolve();
  }

  #generationOf(group: string): string {
    return String(this.#generations.get(group) ?? 0);
  }

  #claim({ group, claim, leaseMs }: AnswerQuestion, awaited: string): AnswerView['claim'] {
    const now = this.#clock.monotonic();
    const held = this.#claims.get(group + claim);
    if (held && held.until > now) {
      if (held.note === undefined) return { kind: 'theirs', holder: held.by };
      if (held.by === awaited) return { kind: 'failed', note: held.note };
    }
    this.#marks += 1;
    const by = `mark${this.#marks}`;
    this.#claims.set(group + claim, { by, until: now + leaseMs, note: undefined });
    return { kind: 'mine', ticket: `${by}/${this.#generationOf(group)}` };
  }
}

export function createMemoryAnswerStore(clock: Clock): MemoryAnswerStore {
  const store = {
    isAway: false,
    open: () => memory,
    texts: () => [...memory.texts.values()].map(({ text }) => text),
    spoil(text: string) {
      for (const [name, kept] of memory.texts) memory.texts.set(name, { ...kept, text });
    },
    prolong(ms: number) {
      for (const [name, kept] of memory.texts) memory.texts.set(name, { ...kept, until: clock.monotonic() + ms });
    },
    looks: () => memory.looks,
  };
  const memory = new Memory(clock, store);
  return store;
}
