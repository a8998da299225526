import { randomBytes } from 'node:crypto';
import {
  acknowledgeScript,
  appendScript,
  buryScript,
  condemnScript,
  eraseScript,
  handOverScript,
  missingScript,
  patrolScript,
} from './event-scripts.js';
import type { RedisLink, RedisReply } from './redis-link.js';

/** An event as it is appended. */
export interface SealedEvent {
  /** Of its customer. */
  readonly mark: string;
  readonly text: string;
}

/** An event that is to be appended. */
export interface NewEntry extends SealedEvent {
  /** When it happened, in epoch seconds. */
  readonly seconds: number;
}

/** What was taken over from another process. */
export interface TakenEntry extends SealedEvent {
  readonly id: string;
  /** Of processes that had it in hand. */
  readonly deaths: number;
}

/** Somebody who was forgotten. */
export interface Condemned {
  readonly mark: string;
  /** When, in epoch seconds. */
  readonly seconds: number;
}

export type BurialReason = 'UNREADABLE' | 'DEATHS' | 'REFUSED';

export interface PatrolOrders {
  /** Of the taking over: the same until one was heard of, so that it is given again where its reply is lost. */
  readonly number: number;
  readonly room: number;
  /** `undefined`: no process is taken for dead. */
  readonly staleMs: number | undefined;
  /** The last piece of news known. */
  readonly newsId: string;
  /** Should be there. */
  readonly witness: string | undefined;
}

export interface PatrolFindings {
  readonly taken: readonly TakenEntry[];
  readonly condemned: readonly Condemned[];
  readonly newsId: string;
  readonly isWitnessGone: boolean;
}

export interface Letter {
  readonly reason: string;
  readonly seconds: number;
  readonly text: string;
}

/** One workspace's events in Redis, as one process writes and reads them. Rejects with `RedisTrouble`. */
export interface EventLog {
  /** Appends the events unless the batch of this number was appended, and holds them. Resolves to their ids. */
  append(number: number, events: readonly NewEntry[]): Promise<readonly string[]>;
  /** At most 500 at a time. */
  acknowledge(ids: readonly string[]): Promise<void>;
  /** Puts them among the dead letters. */
  bury(reason: BurialReason, seconds: number, ids: readonly string[]): Promise<void>;
  patrol(orders: PatrolOrders): Promise<PatrolFindings>;
  findMissing(ids: readonly string[]): Promise<readonly string[]>;
  /**
   * Removes what there is of what a customer did until then, and tells the others. Resolves to whether they were told: there
   * may be no room.
   */
  erase(marks: readonly string[], seconds: number): Promise<boolean>;
  /** Lets other processes take over what is left at once. */
  handOver(): Promise<void>;
  /** The last ones first. */
  readLetters(most: number): Promise<readonly Letter[]>;
}

/** More would keep the server from others for longer than a millisecond or two. */
export const maxIds = 500;

const maxLetters = 1_000;

const listOf = (reply: RedisReply | undefined): readonly RedisReply[] =>
  typeof reply === 'object' && reply !== null ? reply : [];

const textOf = (reply: RedisReply | undefined): string => (typeof reply === 'string' ? reply : '');

/** The fields of an entry as `XRANGE` gives it. */
function fieldsOf(entry: RedisReply): ReadonlyMap<string, string> {
  const flat = listOf(listOf(entry)[1]).map(textOf);
  return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])));
}

const idOf = (entry: RedisReply): string => textOf(listOf(entry)[0]);

/** So many ids from this one on, as the script that appends makes them. */
function idsFrom(first: string, count: number): readonly string[] {
  const [ms = '', seq = '0'] = first.split('-');
  return Array.from({ length: count }, (_, index) => `${ms}-${String(BigInt(seq) + BigInt(index))}`);
}

/** The first id behind this one. */
function idAfter(id: string): string {
  return idsFrom(id, 2)[1] ?? id;
}

function takenEntry(reply: RedisReply): TakenEntry {
  const [id, deaths, mark, text] = listOf(reply);
  return { id: textOf(id), deaths: Number(deaths), mark: textOf(mark), text: textOf(text) };
}

class Log implements EventLog {
  readonly #link: RedisLink;
  readonly #me = randomBytes(12).toString('base64url');
  readonly #stream: string;
  readonly #batches: string;
  readonly #letters: string;
  readonly #forgotten: string;

  constructor(link: RedisLink, base: string) {
    this.#link = link;
    this.#stream = base;
    this.#batches = `${base}:batches`;
    this.#letters = `${base}:dead`;
    this.#forgotten = `${base}:forgotten`;
  }

  async append(number: number, events: readonly NewEntry[]): Promise<readonly string[]> {
    const rest = events.flatMap(({ mark, seconds, text }) => [mark, String(seconds), text]);
    const first = await this.#link.script(
      appendScript,
      [this.#stream, this.#batches],
      [this.#me, String(number), ...rest],
    );
    return idsFrom(textOf(first), events.length);
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    await this.#link.script(acknowledgeScript, [this.#stream], ids);
  }

  async bury(reason: BurialReason, seconds: number, ids: readonly string[]): Promise<void> {
    const orders = [reason, String(seconds), String(maxLetters), ...ids];
    await this.#link.script(buryScript, [this.#stream, this.#letters], orders);
  }

  async patrol({ number, room, staleMs, newsId, witness }: PatrolOrders): Promise<PatrolFindings> {
    const keys = [this.#stream, this.#batches, this.#forgotten];
    const orders = [this.#me, String(number), String(room), String(staleMs ?? ''), idAfter(newsId), witness ?? ''];
    const [taken, news, isGone] = listOf(await this.#link.script(patrolScript, keys, orders));
    const entries = listOf(news);
    return {
      taken: listOf(taken).map(takenEntry),
      condemned: entries.map(fieldsOf).map((one) => ({ mark: one.get('c') ?? '', seconds: Number(one.get('t')) })),
      newsId: idOf(entries.at(-1) ?? null) || newsId,
      isWitnessGone: isGone === 1,
    };
  }

  async findMissing(ids: readonly string[]): Promise<readonly string[]> {
    return listOf(await this.#link.script(missingScript, [this.#stream], ids)).map(textOf);
  }

  async erase(marks: readonly string[], seconds: number): Promise<boolean> {
    const keys = [this.#stream, this.#letters, this.#forgotten];
    const orders = [String(seconds), ...marks];
    const [lastEntry, lastLetter, told] = listOf(await this.#link.script(condemnScript, keys, orders));
    await this.#eraseFrom(this.#stream, textOf(lastEntry), orders);
    await this.#eraseFrom(this.#letters, textOf(lastLetter), orders);
    return told === 1;
  }

  async handOver(): Promise<void> {
    const keys = [this.#stream, this.#batches];
    while ((await this.#link.script(handOverScript, keys, [this.#me, String(maxIds)])) !== 0);
  }

  async readLetters(most: number): Promise<readonly Letter[]> {
    const reply = await this.#link.command(['XREVRANGE', this.#letters, '+', '-', 'COUNT', String(most)]);
    return listOf(reply)
      .map(fieldsOf)
      .map((one) => ({ reason: one.get('r') ?? '', seconds: Number(one.get('b')), text: one.get('e') ?? '' }));
  }

  async #eraseFrom(key: string, last: string, orders: readonly string[]): Promise<void> {
    for (let from = '-', seen = last; seen !== ''; from = idAfter(seen)) {
      seen = textOf(await this.#link.script(eraseScript, [key], [from, last, String(maxIds), ...orders]));
    }
  }
}

/** @param base - Begins the names of all keys; has a hash tag, so that one node of a cluster holds them all. */
export function createEventLog(link: RedisLink, base: string): EventLog {
  return new Log(link, base);
}
