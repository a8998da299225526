import type { EventStore, EventStorePorts, EventWorkspace, OpenEventStore } from '../../core/event-store.js';
import { EventQueue } from '../../core/queue/event-queue.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import { createEventErasures } from './event-erasures.js';
import { EventJournal } from './event-journal.js';
import { createEventLog } from './event-log.js';
import type { EventLog } from './event-log.js';
import { startEventPatrol } from './event-patrol.js';
import type { EventPatrol } from './event-patrol.js';
import { createForgottenRegister } from './event-register.js';
import type { ForgottenRegister } from './event-register.js';
import { createEventShelf } from './event-shelf.js';
import type { EventShelf } from './event-shelf.js';
import { createEventVault } from './event-vault.js';
import type { EventVault } from './event-vault.js';
import { warnOfEviction } from './eviction.js';
import type { RedisLink } from './redis-link.js';

export interface RedisEventSettings {
  readonly link: RedisLink;
  /** Begins the names of all keys. */
  readonly prefix: string;
  /** Keeps events while Redis is away. */
  readonly fallback: EventStore | undefined;
  readonly lifetimeMs: number;
  /** After which a process that was not heard of has died. */
  readonly staleMs: number;
}

/** Where one workspace's events are. */
export interface EventPlace {
  readonly vault: EventVault;
  readonly log: EventLog;
}

interface Parts {
  readonly queue: EventQueue;
  readonly journal: EventJournal;
  readonly shelf: EventShelf;
  readonly patrol: EventPatrol;
  readonly register: ForgottenRegister;
  readonly erase: (marks: readonly string[], seconds: number) => Promise<void>;
}

export function findEventPlace({ link, prefix }: RedisEventSettings, workspace: EventWorkspace): EventPlace {
  const vault = createEventVault(workspace);
  return { vault, log: createEventLog(link, `${prefix}:{${vault.workspaceMark}}:events`) };
}

function assemble(settings: RedisEventSettings, { vault, log }: EventPlace, ports: EventStorePorts): Parts {
  const { link, fallback, lifetimeMs, staleMs } = settings;
  const isUsable = (): boolean => link.isUsable;
  const shelf = createEventShelf(fallback, ports, (events) => {
    queue.recover(events);
  });
  const journal = new EventJournal({ ...ports, vault, log, shelf, isUsable });
  const queue = new EventQueue(ports, lifetimeMs, journal);
  const register = createForgottenRegister(vault);
  const erasures = createEventErasures(log, isUsable, ports.warnings);
  const onReturn = (): Promise<void> => warnOfEviction(link, ports.warnings);
  const around = { queue, journal, register, erasures, onReturn };
  const patrol = startEventPatrol({ ...ports, ...around, link, vault, log, staleMs });
  return { queue, journal, shelf, patrol, register, erase: (marks, seconds) => erasures.add(marks, seconds) };
}

function createForget(ports: EventStorePorts, vault: EventVault, parts: Parts): OpenEventStore['forget'] {
  const { queue, journal, shelf, register, erase } = parts;
  return async (customerId) => {
    const seconds = Math.floor(ports.clock.now() / 1_000);
    const marks = vault.marksOf(customerId);
    register.note(marks, seconds);
    const dropped = queue.forget((event: TrackedEvent) => event.customerId === customerId);
    await Promise.all([erase(marks, seconds), shelf.forget(customerId), journal.write()]);
    return dropped;
  };
}

/** The queue of this process, with what it holds in Redis as well, and what dead processes left there. */
export function openRedisEvents(
  settings: RedisEventSettings,
  place: EventPlace,
  ports: EventStorePorts,
): OpenEventStore {
  settings.link.warnTo(ports.warnings);
  const parts = assemble(settings, place, ports);
  const { queue, journal, shelf, patrol } = parts;
  return {
    add: (event) => {
      queue.add(event);
    },
    take: (limits) => Promise.resolve(queue.take(limits)),
    settle: (events, outcome) => {
      const settle = (): void => {
        queue.settle(events, outcome);
      };
      if (outcome === 'refused') journal.refusing(settle);
      else settle();
    },
    forget: createForget(ports, place.vault, parts),
    get pending() {
      return queue.pending;
    },
    get oldestSeconds() {
      return queue.oldestSeconds;
    },
    async flush() {
      await journal.write();
      await shelf.flush();
    },
    async close() {
      await patrol.stop();
      await journal.close();
      await shelf.close();
    },
  };
}
