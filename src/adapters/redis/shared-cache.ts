import { randomBytes } from 'node:crypto';
import type {
  AnswerClaim,
  AnswerQuestion,
  AnswerStore,
  AnswerView,
  OpenAnswerStore,
  StoredText,
} from '../../core/answer-store.js';
import type { Clock } from '../../core/clock.js';
import type { RedisLink, RedisReply } from './redis-link.js';
import { lookScript, markLength, noGroupMark, publishScript } from './shared-cache-scripts.js';

/** Whoever waits for a call that failed must have looked again by then; who comes later asks anew at once. */
const failureMs = 1_000;

/** The mark of a group outlives its texts by this: more than any call takes. */
const groupReserveMs = 120_000;

/** Customers to be forgotten when Redis is back, and answers to be told of then. */
const mostOwed = 10_000;
const mostLate = 200;

/** Until when anybody may still wait for an answer. */
const lateMs = 2_000;

/** Nobody comes by the same nine bytes. */
const newMark = (): string => randomBytes((markLength * 3) / 4).toString('base64url');

/** What belongs to a group is in one slot of a cluster. */
const keyOf = (prefix: string, kind: string, group: string, name = ''): string =>
  `${prefix}:cache:{${group}}:${kind}${name}`;

const isList = (reply: RedisReply | undefined): reply is readonly RedisReply[] => Array.isArray(reply);

function readText(reply: RedisReply | undefined): StoredText | undefined {
  if (!isList(reply)) return undefined;
  const [text, leftMs, isAwaited] = reply;
  if (typeof text !== 'string' || typeof leftMs !== 'number') return undefined;
  return { text, leftMs, isAwaited: isAwaited === 1 };
}

function readClaim(kind: RedisReply | undefined, detail: RedisReply | undefined, own: string): AnswerClaim {
  const text = typeof detail === 'string' ? detail : '';
  if (kind === 'mine') return { kind, ticket: own + text };
  if (kind === 'theirs') return { kind, holder: text };
  return kind === 'failed' ? { kind, note: text } : { kind: 'none' };
}

function readView(reply: RedisReply, own: string): AnswerView | undefined {
  if (!isList(reply)) return undefined;
  const [texts, kind, detail] = reply;
  return isList(texts) ? { texts: texts.map(readText), claim: readClaim(kind, detail, own) } : undefined;
}

type PublishArgs = Parameters<OpenAnswerStore['publish']>;

class RedisAnswers implements OpenAnswerStore {
  readonly #link: RedisLink;
  readonly #prefix: string;
  /** Groups that were forgotten while Redis was away. */
  readonly #owed = new Set<string>();
  /** Publications that did not get through: whoever waits for them would wait until the claim dies. */
  #late: readonly { readonly publication: PublishArgs; readonly until: number }[] = [];
  readonly #clock: Clock;

  constructor(link: RedisLink, prefix: string, clock: Clock) {
    this.#link = link;
    this.#prefix = prefix;
    this.#clock = clock;
    // Before anybody reads: commands are answered in the order in which they were sent.
    link.onUsable(() => {
      const late = this.#late;
      this.#late = [];
      for (const group of this.#owed) void this.forget(group);
      for (const { publication, until } of late) {
        if (clock.monotonic() < until) this.#send(publication).catch(() => undefined);
      }
    });
  }

  get isUsable(): boolean {
    return this.#link.isUsable;
  }

  async look(question: AnswerQuestion, awaited = ''): Promise<AnswerView | undefined> {
    const { staleMs, leaseMs, isOwned } = question;
    const own = newMark();
    const group = isOwned ? newMark() : noGroupMark;
    const args = [own, String(leaseMs), String(staleMs), awaited, group, String(leaseMs + groupReserveMs)];
    try {
      return readView(await this.#link.script(lookScript, this.#keysOf(question, question.names), args), own);
    } catch {
      // The link has told of it.
      return undefined;
    }
  }

  async publish(...publication: PublishArgs): Promise<void> {
    try {
      await this.#send(publication);
    } catch {
      if (this.#late.length >= mostLate) return;
      this.#late = [...this.#late, { publication, until: this.#clock.monotonic() + lateMs }];
    }
  }

  async forget(group: string): Promise<void> {
    this.#owed.delete(group);
    try {
      await this.#link.command(['DEL', keyOf(this.#prefix, 'group', group)]);
    } catch {
      if (this.#owed.size < mostOwed) this.#owed.add(group);
    }
  }

  #send([question, ticket, { texts, failure = '' }]: PublishArgs): Promise<RedisReply> {
    const names = texts.map(({ name }) => name);
    const marks = [ticket.slice(0, markLength), ticket.slice(markLength)];
    const rules = [failure, String(failureMs), String(groupReserveMs)];
    const lives = texts.flatMap(({ text, lifeMs }) => [String(lifeMs), text]);
    return this.#link.script(publishScript, this.#keysOf(question, names), [...marks, ...rules, ...lives]);
  }

  #keysOf({ group, claim }: AnswerQuestion, names: readonly string[]): readonly string[] {
    return [
      keyOf(this.#prefix, 'claim:', group, claim),
      keyOf(this.#prefix, 'group', group),
      ...names.map((name) => keyOf(this.#prefix, 'answer:', group, name)),
    ];
  }
}

/** Answers in Redis: what the `cache.store` option takes. `prefix`: what its keys begin with. */
export function createRedisAnswerStore(link: RedisLink, prefix: string): AnswerStore {
  return {
    open({ clock, warnings }) {
      link.warnTo(warnings);
      return new RedisAnswers(link, prefix, clock);
    },
  };
}
