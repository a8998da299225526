import { LRUCache } from 'lru-cache';
import type { FetchedExperience } from '../client/decode-fetch.js';
import type { Clock } from '../core/clock.js';
import { isSameJson } from '../core/json.js';

/** Times in milliseconds. */
export interface CacheRules {
  /** How long an answer is used without asking again; 0: not at all. */
  readonly ttlMs: number;
  /** How much longer it is used at once while it is asked for again. */
  readonly staleWhileRevalidateMs: number;
  /** How much longer than its `ttlMs` it stands in where asking fails. */
  readonly staleIfErrorMs: number;
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** What the API said of one key for one visitor: a variation, or that there is none. */
export interface CachedAnswer {
  readonly experience: FetchedExperience | undefined;
}

export interface CacheEntry extends CachedAnswer {
  readonly freshUntil: number;
  readonly owner: string | undefined;
}

export type Freshness = 'fresh' | 'revalidate' | 'stale';

export interface AnswerCache {
  /**
   * The answer and what it is good for; `undefined` where there is none, or where it is too old for anything. `now`: for who
   * reads several. Default: what the clock says.
   */
  read(visitorKey: string, key: string, now?: number): (CachedAnswer & { readonly freshness: Freshness }) | undefined;
  /**
   * `owner`: the `customerId`, where the visitor has one. `freshMs`: how long it is fresh, where that is known; below zero
   * where it no longer is. Default: about `ttlMs`.
   */
  write(visitorKey: string, key: string, answer: CachedAnswer, owner?: string, freshMs?: number): void;
  /** Drops the customer's answers. Returns how many there were. */
  forget(customerId: string): number;
  clear(): void;
  readonly size: number;
  /** Whether an answer is only ever good for where asking fails, so that nobody need look before that. */
  readonly isLastResort: boolean;
}

/** Answers that came together must not all expire together. */
const jitterShare = 0.1;

/** About as many milliseconds. */
export function jitter(lifeMs: number, random: () => number): number {
  return lifeMs * (1 + jitterShare * (2 * random() - 1));
}

/** An entry's own weight beside its key and its payload. */
const entryBytes = 200;

/** Of a number, a flag, or the place of a member in its object. */
const slotBytes = 16;

/** Roughly what a decoded value holds of the heap. Made of text it would be exact to no more purpose, and dear. */
function weigh(value: unknown): number {
  if (typeof value === 'string') return slotBytes + 2 * value.length;
  if (typeof value !== 'object' || value === null) return slotBytes;
  let bytes = slotBytes;
  // By names: a list of name and member for each would be more than the values themselves, at every answer.
  for (const name of Object.keys(value)) bytes += slotBytes + 2 * name.length + weigh(Reflect.get(value, name));
  return bytes;
}

function sizeOf({ experience }: CachedAnswer, key: string): number {
  return entryBytes + key.length + (experience ? weigh(experience) : 0);
}

const isSame = (one: FetchedExperience, other: FetchedExperience): boolean =>
  isSameJson(one.variables, other.variables) && isSameJson(one.context, other.context);

/** Hears where an answer says what the one before it said, which stays in its place. */
export type OnSame = (kept: FetchedExperience, anew: FetchedExperience) => void;

/** Answers of the recent past, in memory, bounded in number and in bytes; the least used go first. */
export function createAnswerCache(
  rules: CacheRules,
  clock: Clock,
  { random = Math.random, onSame }: { readonly random?: () => number; readonly onSame?: OnSame | undefined } = {},
): AnswerCache {
  const { ttlMs, staleWhileRevalidateMs, staleIfErrorMs } = rules;
  const entries = new LRUCache<string, CacheEntry>({
    max: rules.maxEntries,
    maxSize: rules.maxBytes,
    sizeCalculation: sizeOf,
  });

  const freshnessAt = (now: number, { freshUntil }: CacheEntry): Freshness | undefined => {
    const ageMs = now - freshUntil;
    if (ageMs < 0) return 'fresh';
    if (ageMs < staleWhileRevalidateMs) return 'revalidate';
    return ageMs < staleIfErrorMs ? 'stale' : undefined;
  };

  /**
   * Mostly a visitor is answered as before. What is there already has its place in old memory; to put another in its stead
   * each time makes the garbage collector move that one, and stop for the whole of the heap half again as often.
   */
  const keep = (there: CacheEntry | undefined, anew: FetchedExperience | undefined): FetchedExperience | undefined => {
    const kept = there?.experience;
    if (kept === undefined || anew === undefined || !isSame(kept, anew)) return anew;
    onSame?.(kept, anew);
    return kept;
  };

  return {
    read(visitorKey, key, now = clock.monotonic()) {
      const entry = entries.get(visitorKey + key);
      const freshness = entry && freshnessAt(now, entry);
      return freshness && { experience: entry.experience, freshness };
    },
    write(visitorKey, key, { experience }, owner, freshMs = jitter(ttlMs, random)) {
      const name = visitorKey + key;
      const kept = keep(entries.peek(name), experience);
      entries.set(name, { experience: kept, freshUntil: clock.monotonic() + freshMs, owner });
    },
    forget(customerId) {
      const keys = [...entries.entries()].filter(([, { owner }]) => owner === customerId).map(([key]) => key);
      for (const key of keys) entries.delete(key);
      return keys.length;
    },
    clear() {
      entries.clear();
    },
    get size() {
      return entries.size;
    },
    isLastResort: ttlMs === 0 && staleWhileRevalidateMs === 0,
  };
}
