import type { Warnings } from '../../core/warnings.js';
import type { DeliveryReport, EventCounts, EventDropReason } from '../event-delivery.js';

/** Whoever asked for it need not be warned of it. */
const causes: Readonly<Record<Exclude<EventDropReason, 'FORGOTTEN'>, string>> = {
  QUEUE_FULL: 'more came than could be delivered, and the queue is full',
  EXPIRED: 'they could not be delivered for too long',
  REFUSED: 'the API refuses each of them by itself',
  CLOSED: 'they came after close()',
  DEAD_LETTER: 'they could not be read, or process after process died with them',
};

/** Counts what becomes of events, but for those that are pending, which the store counts. */
export interface Tally {
  queued: number;
  recovered: number;
  delivered: number;
  readonly dropped: EventCounts['dropped'];
  drop(count: number, reason: EventDropReason): void;
  /** Tells later what has been delivered and dropped since now. */
  since(): () => Omit<DeliveryReport, 'pending'>;
}

export function createTally(warnings: Warnings): Tally {
  const dropped: Partial<Record<EventDropReason, number>> = {};
  const droppedInAll = (): number => Object.values(dropped).reduce((sum, count) => sum + count, 0);
  return {
    queued: 0,
    recovered: 0,
    delivered: 0,
    dropped,
    drop(count, reason) {
      const sum = (dropped[reason] ?? 0) + count;
      dropped[reason] = sum;
      if (reason === 'FORGOTTEN') return;
      const message = `Events were dropped, ${sum} since the start: ${causes[reason]}`;
      warnings.repeated('MOE_WARN_EVENTS_DROPPED', reason, message);
    },
    since() {
      const before = { delivered: this.delivered, dropped: droppedInAll() };
      return () => ({ delivered: this.delivered - before.delivered, dropped: droppedInAll() - before.dropped });
    },
  };
}
