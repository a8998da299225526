import type { EventStorePorts } from '../../core/event-store.js';
import type { EventQueue } from '../../core/queue/event-queue.js';
import type { EventErasures } from './event-erasures.js';
import type { AdoptedEvent, EventJournal } from './event-journal.js';
import { maxIds } from './event-log.js';
import type { EventLog, PatrolFindings, TakenEntry } from './event-log.js';
import type { ForgottenRegister } from './event-register.js';
import type { EventVault } from './event-vault.js';
import type { RedisLink } from './redis-link.js';

export interface PatrolPorts extends Pick<
  EventStorePorts,
  'bounds' | 'clock' | 'onDropped' | 'onRecovered' | 'warnings'
> {
  readonly link: Pick<RedisLink, 'isUsable' | 'onUsable'>;
  readonly log: EventLog;
  readonly vault: EventVault;
  readonly queue: EventQueue;
  readonly journal: EventJournal;
  readonly register: ForgottenRegister;
  /** After which a process that was not heard of has died. */
  readonly staleMs: number;
  readonly erasures: EventErasures;
  /** Redis can be used, or can be used again. */
  readonly onReturn: () => Promise<void>;
}

/** What processes that share a Redis do for each other, until it is stopped. */
export interface EventPatrol {
  /** Looks at once. */
  run(): Promise<void>;
  /** Resolves once it does nothing any more. */
  stop(): Promise<void>;
}

/** Somebody who was forgotten elsewhere must be gone within a second. */
const roundMs = 400;

/** At a time: they are read and opened in a few milliseconds. */
const mostTaken = 100;

/** An event, about, with what it is sealed in. */
const bytesAnEvent = 1_024;

/** More deaths are no accident: whoever sends this event dies of it. */
const mostDeaths = 5;

/** As many pieces as are told at a time: there may be more. */
const mostNews = 1_000;

class Patrol implements EventPatrol {
  readonly #ports: PatrolPorts;
  readonly #stopListening: () => void;
  #cancelTimer: () => void;
  #newsId = '0-0';
  #number = 1;
  /** Whether all who were forgotten are known: before, nothing of theirs could be told from the rest. */
  #isInformed = false;
  /** On the monotonic scale. Others need a moment, too, to be heard of again. */
  #usableSince: number;
  #hasReturned = true;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(ports: PatrolPorts) {
    const { clock, link } = ports;
    this.#ports = ports;
    this.#usableSince = clock.monotonic();
    this.#stopListening = link.onUsable(() => {
      this.#usableSince = clock.monotonic();
      this.#hasReturned = true;
      void this.run();
    });
    this.#cancelTimer = clock.after(0, () => {
      this.#goRound();
    });
  }

  run(): Promise<void> {
    this.#running ??= this.#look()
      // The link has warned of it, and tells when it can be tried again.
      .catch(() => undefined)
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopListening();
    this.#cancelTimer();
    await this.#running;
  }

  #goRound(): void {
    void this.run();
    this.#cancelTimer = this.#ports.clock.after(roundMs, () => {
      this.#goRound();
    });
  }

  async #look(): Promise<void> {
    const { log, journal, erasures, onReturn } = this.#ports;
    let isMore = true;
    while (isMore && this.#mayGoOn()) {
      const room = this.#isInformed ? this.#room : 0;
      const witness = journal.witness;
      const findings = await log.patrol({
        number: this.#number,
        room,
        staleMs: this.#staleMs,
        newsId: this.#newsId,
        witness,
      });
      if (!this.#mayGoOn()) return;
      this.#heed(findings);
      await this.#takeOver(findings.taken);
      if (findings.isWitnessGone) await this.#checkEntries();
      isMore = !this.#isInformed || (room > 0 && findings.taken.length === room);
      this.#isInformed = findings.condemned.length < mostNews;
    }
    const hasErased = await erasures.run();
    if (this.#hasReturned && this.#mayGoOn()) {
      this.#hasReturned = false;
      await journal.write();
      await onReturn();
    } else if (!hasErased) return;
    // What was erased late may have had something with it that its customer did in that second, and since.
    await this.#checkEntries();
  }

  #mayGoOn(): boolean {
    return this.#ports.link.isUsable && !this.#isStopped;
  }

  /** More than there is room for had to be dropped, and is better where it is. */
  get #room(): number {
    const { queue, bounds } = this.#ports;
    if (queue.pending === 0) return Math.min(mostTaken, bounds.maxEvents);
    const byBytes = Math.floor((bounds.maxBytes - queue.bytes) / bytesAnEvent);
    return Math.max(0, Math.min(mostTaken, bounds.maxEvents - queue.pending, byBytes));
  }

  get #staleMs(): number | undefined {
    const { clock, staleMs } = this.#ports;
    return clock.monotonic() - this.#usableSince < staleMs / 3 ? undefined : staleMs;
  }

  #heed({ condemned, newsId }: PatrolFindings): void {
    const isForgotten = this.#ports.register.learn(condemned);
    this.#newsId = newsId;
    if (isForgotten) this.#ports.queue.forget(isForgotten);
  }

  async #takeOver(taken: readonly TakenEntry[]): Promise<void> {
    const opened = taken.map((entry) => ({ ...entry, event: this.#ports.vault.open(entry.text) }));
    const dead = opened.filter(({ event, deaths }) => event !== undefined && deaths > mostDeaths);
    await this.#bury(
      'UNREADABLE',
      opened.filter(({ event }) => event === undefined),
    );
    await this.#bury('DEATHS', dead);
    // Where it may not, they are given again, or are nobody's by then.
    if (taken.length === 0 || !this.#mayGoOn()) return;
    this.#number += 1;
    this.#adopt(
      opened.flatMap(({ id, deaths, event }) => (event === undefined || deaths > mostDeaths ? [] : [{ id, event }])),
    );
  }

  #adopt(entries: readonly AdoptedEvent[]): void {
    const { queue, journal, register } = this.#ports;
    const isForgotten = ({ event }: AdoptedEvent): boolean => register.covers(event);
    journal.discard(entries.filter(isForgotten).map(({ id }) => id));
    const adopted = entries.filter((one) => !isForgotten(one));
    journal.adopting(adopted, (events) => {
      queue.recover(events.toSorted((one, other) => one.timeSeconds - other.timeSeconds));
    });
  }

  async #bury(reason: 'UNREADABLE' | 'DEATHS', entries: readonly TakenEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { clock, log, onRecovered, onDropped, warnings } = this.#ports;
    await log.bury(
      reason,
      Math.floor(clock.now() / 1_000),
      entries.map(({ id }) => id),
    );
    onRecovered(entries.length);
    onDropped(entries.length, 'DEAD_LETTER');
    const why = reason === 'DEATHS' ? 'outlived several processes that sent them' : "can't be read with this secret";
    warnings.repeated('MOE_WARN_EVENT_STORE', reason, `events in Redis ${why}: they are among the dead letters now`);
  }

  /** Redis may have lost what it had, or the last of it. */
  async #checkEntries(): Promise<void> {
    const { log, journal } = this.#ports;
    const ids = journal.keptIds;
    for (let from = 0; from < ids.length; from += maxIds) {
      journal.lost(await log.findMissing(ids.slice(from, from + maxIds)));
    }
  }
}

export function startEventPatrol(ports: PatrolPorts): EventPatrol {
  return new Patrol(ports);
}
