import type { Warnings } from '../../core/warnings.js';
import type { EventLog } from './event-log.js';

/** Those who have to go from Redis, and could not yet. */
export interface EventErasures {
  /** Resolves once it was tried; what fails is done when Redis is back. */
  add(marks: readonly string[], seconds: number): Promise<void>;
  /** Does what is due. Resolves to whether anything was tried late since the last time, by this or by `add`. */
  run(): Promise<boolean>;
}

interface Erasure {
  readonly marks: readonly string[];
  readonly seconds: number;
}

/** More than a site forgets while its Redis is away. */
const maxErasures = 10_000;

export function createEventErasures(
  log: Pick<EventLog, 'erase'>,
  isUsable: () => boolean,
  warnings: Warnings,
): EventErasures {
  const due = new Set<Erasure>();
  let wasLate = false;

  const tryOne = async (erasure: Erasure): Promise<boolean> => {
    try {
      return isUsable() && (await log.erase(erasure.marks, erasure.seconds));
    } catch {
      return false;
    }
  };

  /** @param fresh - Not late: nothing that its customer did since can be in Redis yet. */
  const tryAll = async (fresh?: Erasure): Promise<void> => {
    for (const erasure of [...due]) {
      const isDone = await tryOne(erasure);
      // Also where it failed: the reply may have been lost, and no more.
      if (erasure !== fresh) wasLate = true;
      if (!isDone) return;
      due.delete(erasure);
    }
  };

  return {
    async run() {
      await tryAll();
      const hasErased = wasLate;
      wasLate = false;
      return hasErased;
    },
    async add(marks, seconds) {
      const erasure = { marks, seconds };
      if (due.size < maxErasures) due.add(erasure);
      await tryAll(erasure);
      if (due.has(erasure)) {
        const message = "a customer's events can't be removed from Redis now: that is done when it can";
        warnings.repeated('MOE_WARN_EVENT_STORE', 'forget', message);
      }
    },
  };
}
