import type { TrackedEvent } from '../../core/tracked-event.js';
import type { Condemned } from './event-log.js';
import type { EventVault } from './event-vault.js';

/** Who was forgotten, by any process, as far as this one knows. */
export interface ForgottenRegister {
  /** Notes those that another process forgot. Gives a test for their events; `undefined` where there is none of them. */
  learn(news: readonly Condemned[]): ((event: TrackedEvent) => boolean) | undefined;
  /** This process forgot somebody, and has seen to its own events. */
  note(marks: readonly string[], seconds: number): void;
  /** Whether the customer was forgotten after this happened. */
  covers(event: TrackedEvent): boolean;
}

/** About as many as Redis keeps. */
const maxMarks = 20_000;

export function createForgottenRegister(vault: EventVault): ForgottenRegister {
  const times = new Map<string, number>();
  const own = new Map<string, number>();

  const set = (register: Map<string, number>, mark: string, seconds: number): void => {
    register.set(mark, Math.max(seconds, register.get(mark) ?? 0));
    const oldest = register.keys().next().value;
    if (register.size > maxMarks && oldest !== undefined) register.delete(oldest);
  };

  /** Customers are few where there are many events. */
  const createTest = (register: ReadonlyMap<string, number>): ((event: TrackedEvent) => boolean) => {
    const known = new Map<string, number>();
    return ({ customerId, timeSeconds }) => {
      let latest = known.get(customerId);
      if (latest === undefined) {
        latest = Math.max(...vault.marksOf(customerId).map((mark) => register.get(mark) ?? -Infinity));
        known.set(customerId, latest);
      }
      return timeSeconds <= latest;
    };
  };

  return {
    learn(news) {
      const unseen = new Map<string, number>();
      for (const { mark, seconds } of news) {
        set(times, mark, seconds);
        // What its customer did since was tracked, and is to be sent.
        if (own.get(mark) !== seconds) unseen.set(mark, Math.max(seconds, unseen.get(mark) ?? 0));
      }
      return unseen.size === 0 ? undefined : createTest(unseen);
    },
    note(marks, seconds) {
      for (const mark of marks) {
        set(times, mark, seconds);
        set(own, mark, seconds);
      }
    },
    covers: (event) => times.size > 0 && createTest(times)(event),
  };
}
