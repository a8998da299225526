import type { Clock } from '../core/clock.js';

const minuteMs = 60_000;
const bucketMs = 1_000;

/** One more than a minute has, since the oldest is only partly past. */
const bucketsKept = minuteMs / bucketMs + 1;

/** Calls in any minute, counted by this process. */
export interface Quota {
  /** Takes one call; `false` where the minute has none left. */
  take(): boolean;
  /** What is left of this minute. */
  readonly left: number;
}

/** At most `perMinute` calls in any sixty seconds, wherever they begin. */
export function createQuota(perMinute: number, clock: Clock): Quota {
  const buckets = new Array<number>(bucketsKept).fill(0);
  let newest = Math.floor(clock.monotonic() / bucketMs);
  let used = 0;

  const forgetOld = (): void => {
    const now = Math.floor(clock.monotonic() / bucketMs);
    for (let index = Math.max(newest + 1, now - bucketsKept + 1); index <= now; index += 1) {
      const slot = index % bucketsKept;
      used -= buckets[slot] ?? 0;
      buckets[slot] = 0;
    }
    newest = now;
  };

  return {
    get left() {
      forgetOld();
      return perMinute - used;
    },
    take() {
      forgetOld();
      if (used >= perMinute) return false;
      const slot = newest % bucketsKept;
      buckets[slot] = (buckets[slot] ?? 0) + 1;
      used += 1;
      return true;
    },
  };
}
