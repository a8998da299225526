const windowMs = 60_000;

export interface RateLimit {
  /** Counts one request. Gives the epoch seconds of the next minute where there have been too many in this one. */
  take(limit: number): number | undefined;
}

/** Counts by calendar minute. */
export function createRateLimit(now: () => number): RateLimit {
  let current = Number.NaN;
  let taken = 0;
  return {
    take(limit) {
      const minute = Math.floor(now() / windowMs);
      if (minute !== current) [current, taken] = [minute, 0];
      taken += 1;
      return taken <= limit ? undefined : ((minute + 1) * windowMs) / 1000;
    },
  };
}
