import type { Warnings } from '../../core/warnings.js';
import type { EventLog } from './event-log.js';

/** Those who have to go from Redis, and could not yet. */
export interface EventErasures {
  /** Resolves once it was tried; what fails is done when Redis is back. */
  add(marks: readonly string[], seconds: number): Promise<void>;
  /** Does what is due. Resolves to whether anything was. */
  run(): Promise<boolean>;
}

interface Erasure {
  readonly marks: readonly string[];
  readonly seconds: number;
}

/** More than a site forgets while its Redis is away. */
const maxErasures = 10_000;

export function createEventErasures(log: EventLog, isUsable: () => boolean, warnings: Warnings): EventErasures {
  const due = new Set<Erasure>();

  const tryOne = async (erasure: Erasure): Promise<boolean> => {
    try {
      return isUsable() && (await log.erase(erasure.marks, erasure.seconds));
    } catch {
      return false;
    }
  };

  const run = async (): Promise<boolean> => {
    const all = [...due];
    for (const erasure of all) {
      if (!(await tryOne(erasure))) break;
      due.delete(erasure);
    }
    return all.length > 0;
  };

  return {
    run,
    async add(marks, seconds) {
      const erasure = { marks, seconds };
      if (due.size < maxErasures) due.add(erasure);
      await run();
      if (due.has(erasure)) {
        const message = "a customer's events can't be removed from Redis now: that is done when it can";
        warnings.repeated('MOE_WARN_EVENT_STORE', 'forget', message);
      }
    },
  };
}
