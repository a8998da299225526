import type { AnswerClaim, OpenAnswerStore, PublishedText, StoredText } from '../core/answer-store.js';
import type { TextSealer } from '../core/text-sealer.js';
import type { VisitorContext } from '../core/visitor-context.js';
import type { Warnings } from '../core/warnings.js';
import type { CachedAnswer } from './answer-cache.js';
import { readAnswer, writeAnswer } from './answer-text.js';
import type { NameMaker, SharedNames } from './shared-names.js';
import type { VisitorKey } from './visitor-key.js';

export interface SharedAnswer extends CachedAnswer {
  /** Milliseconds for which it is fresh; zero or less where it no longer is. */
  readonly freshMs: number;
  /** Whether it has been asked for while somebody waited. */
  readonly isAwaited: boolean;
}

/** What the store knows of some keys of one visitor, and who asks for the rest. */
export interface SharedView {
  readonly answers: ReadonlyMap<string, SharedAnswer>;
  readonly claim: AnswerClaim;
}

/** A visitor's keys. */
export interface SharedQuestion extends SharedNames {
  readonly visitor: string;
  readonly keys: readonly string[];
}

/** Answers of all processes, sealed. Nothing in it throws or rejects. */
export interface SharedAnswers {
  readonly isUsable: boolean;
  questionOf(visitor: VisitorContext, keys: readonly string[]): SharedQuestion;
  /** `undefined`: the store could not say. */
  look(question: SharedQuestion, leaseMs: number, awaited?: string): Promise<SharedView | undefined>;
  /** Keeps answers, or tells why there are none, and gives the claim back. */
  publish(
    question: SharedQuestion,
    ticket: string,
    answers: readonly (readonly [key: string, answer: CachedAnswer])[],
    failure: string | undefined,
  ): Promise<void>;
  /** Drops the customer's answers. */
  forget(customerId: string): Promise<void>;
}

export interface SharedAnswersPorts {
  readonly store: OpenAnswerStore;
  readonly names: NameMaker;
  readonly sealer: TextSealer;
  readonly visitorKey: VisitorKey;
  readonly warnings: Warnings;
  /** How long the next answer is fresh; each a little different, lest those that came together expire together. */
  readonly freshMs: () => number;
  /** How much longer it is of use, in milliseconds. */
  readonly staleMs: number;
  /** Hears of each text that was not written by this version, with this secret. */
  readonly onUnreadable: () => void;
}

/** Where a text can be opened: nobody with access to the store can make one visitor's text another's. */
const placeOf = (visitor: string, key: string): string => JSON.stringify([visitor, key]);

export function createSharedAnswers(ports: SharedAnswersPorts): SharedAnswers {
  const { store, names, sealer, visitorKey, warnings, freshMs, staleMs, onUnreadable } = ports;

  const read = (visitor: string, key: string, { text, leftMs, isAwaited }: StoredText): SharedAnswer | undefined => {
    const opened = sealer.open(text, placeOf(visitor, key));
    const kept = opened === undefined ? undefined : readAnswer(opened, key);
    // How long it lives is not sealed: the store's clock may have been put back, or somebody may keep it alive.
    if (kept) return { experience: kept.experience, freshMs: Math.min(leftMs - kept.staleMs, freshMs()), isAwaited };
    onUnreadable();
    warnings.once('MOE_WARN_CACHE_STORE', '', 'The cache store holds a text that was not written here: it is ignored');
    return undefined;
  };

  const write = ({ visitor, keys, names: own }: SharedQuestion, key: string, answer: CachedAnswer) => {
    const name = own[keys.indexOf(key)];
    const text = sealer.seal(writeAnswer({ experience: answer.experience, staleMs }), placeOf(visitor, key));
    // Too large to be worth sharing, or nothing that was asked for.
    if (name === undefined || text === undefined) return [];
    return [{ name, text, lifeMs: Math.ceil(freshMs()) + staleMs } satisfies PublishedText];
  };

  return {
    get isUsable() {
      return store.isUsable;
    },
    questionOf(context, keys) {
      const visitor = visitorKey(context);
      return { visitor, keys, ...names.namesOf(visitor, context.identity.customerId, keys) };
    },
    async look(question, leaseMs, awaited) {
      const view = await store.look({ ...question, staleMs, leaseMs }, awaited);
      if (view === undefined) return undefined;
      const answers = new Map<string, SharedAnswer>();
      for (const [index, key] of question.keys.entries()) {
        const stored = view.texts[index];
        const answer = stored && read(question.visitor, key, stored);
        if (answer) answers.set(key, answer);
      }
      return { answers, claim: view.claim };
    },
    publish(question, ticket, answers, failure) {
      const texts = answers.flatMap(([key, answer]) => write(question, key, answer));
      return store.publish({ ...question, staleMs, leaseMs: 0 }, ticket, { texts, failure });
    },
    forget: (customerId) => store.forget(names.groupOf(customerId)),
  };
}
