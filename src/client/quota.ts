import type { Clock } from '../core/clock.js';
import { createCallWindow } from './call-window.js';
import type { CallLimits } from './transport.js';

const minuteMs = 60_000;

/** Of the quota; kept for visitors who would go without: what only replaces an answer that is there must not take it. */
const keptShare = 0.2;

/** Calls that are kept for who has nothing. */
export function keptOf(perMinute: number): number {
  return Math.floor(perMinute * keptShare);
}

/** Who wants to call. */
export type WhoCalls = Pick<CallLimits, 'isRefresh'>;

/** Calls in any minute. */
export interface Quota {
  /** Takes one call; `false` where there is none left for it. A promise where that is not known yet; it never rejects. */
  take(who?: WhoCalls): boolean | Promise<boolean>;
  /** What is left of this minute. */
  readonly left: number;
  /** Ends what it does by itself. */
  close(): void;
}

/** Of this process, and so known at once. */
export interface OwnQuota extends Quota {
  take(who?: WhoCalls): boolean;
}

/** At most `perMinute` calls in any sixty seconds, wherever they begin, counted by this process. */
export function createQuota(perMinute: number, clock: Clock): OwnQuota {
  const made = createCallWindow(minuteMs, clock);
  const kept = keptOf(perMinute);
  return {
    get left() {
      return perMinute - made.count;
    },
    take({ isRefresh = false } = {}) {
      if (made.count >= (isRefresh ? perMinute - kept : perMinute)) return false;
      made.add(1);
      return true;
    },
    close: () => undefined,
  };
}
