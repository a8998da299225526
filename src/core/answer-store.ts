import type { Clock } from './clock.js';
import type { Warnings } from './warnings.js';

/**
 * Some texts of a store, and who asks the API for those that it does not have. The names tell nothing of whom or what they
 * stand for.
 */
export interface AnswerQuestion {
  /** Whose texts they are. */
  readonly group: string;
  /** Whether `forget` may be called for the group. */
  readonly isOwned: boolean;
  /** Of the texts. */
  readonly names: readonly string[];
  /** Of the question as a whole: where two have it in common, one of them asks. */
  readonly claim: string;
  /** A text that has no longer to live, in milliseconds, is asked for again. */
  readonly staleMs: number;
  /** For how many milliseconds nobody else asks, unless the one who does is done sooner. */
  readonly leaseMs: number;
}

/** A text as it was published. */
export interface StoredText {
  readonly text: string;
  /** Milliseconds that it has to live. By the clock of the store, as those of processes differ. */
  readonly leftMs: number;
  /** Whether it comes from the asker who was waited for. */
  readonly isAwaited: boolean;
}

/** Who asks. */
export type AnswerClaim =
  /** The one who looked. The ticket is to be handed back by `publish`. */
  | { readonly kind: 'mine'; readonly ticket: string }
  /** Somebody else, whom to wait for. */
  | { readonly kind: 'theirs'; readonly holder: string }
  /** The one who was waited for, in vain: what they told of it. */
  | { readonly kind: 'failed'; readonly note: string }
  /** Nobody: there is nothing to ask for, or the store has no room to note it. */
  | { readonly kind: 'none' };

export interface AnswerView {
  /** In the order of the names; `undefined` where there is none. */
  readonly texts: readonly (StoredText | undefined)[];
  readonly claim: AnswerClaim;
}

export interface PublishedText {
  readonly name: string;
  readonly text: string;
  /** In milliseconds. */
  readonly lifeMs: number;
}

/** What came of asking. */
export interface Publication {
  readonly texts: readonly PublishedText[];
  /** Why there is nothing, for those who wait; without it one of them asks. */
  readonly failure?: string | undefined;
}

/** A store at work. Nothing in it throws or rejects, and nothing takes longer than some 50 ms. */
export interface OpenAnswerStore {
  /** `false` while looking would only cost time. */
  readonly isUsable: boolean;
  /**
   * Reads the texts and, unless each of them is young enough or comes from the holder who was waited for, claims the
   * question, all in one step. `undefined`: the store could not say.
   */
  look(question: AnswerQuestion, awaited?: string): Promise<AnswerView | undefined>;
  /** Keeps the texts, unless the group was forgotten since the ticket was given, and gives the claim back, in one step. */
  publish(question: AnswerQuestion, ticket: string, publication: Publication): Promise<void>;
  /** Drops the texts of the group, those on their way included. */
  forget(group: string): Promise<void>;
}

export interface AnswerStorePorts {
  readonly clock: Clock;
  readonly warnings: Warnings;
}

/** Where processes find each other's answers: what the `cache.store` option takes. It gets sealed texts only. */
export interface AnswerStore {
  /** Called once, by `createPersonalize`. Must not throw. */
  open(ports: AnswerStorePorts): OpenAnswerStore;
}
