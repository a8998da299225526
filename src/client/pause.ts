import type { Clock } from '../core/clock.js';

/** Why the API is left alone for a while. */
export type PauseReason = 'RATE_LIMITED' | 'UNAUTHORIZED';

/** How long the first, unasked-for pause is, and the longest; milliseconds. */
const pauses = {
  RATE_LIMITED: { firstMs: 1_000, longestMs: 60_000 },
  UNAUTHORIZED: { firstMs: 30_000, longestMs: 300_000 },
} as const satisfies Record<PauseReason, unknown>;

/** Bounds for what a server asks: one that says "in a year" must not switch personalization off for good. */
const leastAskedMs = 1_000;
const mostAskedMs = 300_000;

/** A probe that has said nothing for so long is given up, and another may go. */
const probeLeaseMs = 5_000;

/**
 * Milliseconds that an answer asks to wait: `Retry-After` in seconds or as a date, or `x-ratelimit-reset` in epoch
 * seconds. `undefined` where it says nothing that makes sense.
 */
export function parseRetryAfter(
  retryAfter: string | undefined,
  reset: string | undefined,
  now: number,
): number | undefined {
  const text = retryAfter?.trim() ?? '';
  // A date has a time of day; without one, `Date.parse` makes a year of `-1` and a day of `1.5`.
  const date = text.includes(':') ? Date.parse(text) - now : NaN;
  const asked = /^\d+$/.test(text) ? Number(text) * 1_000 : date;
  const epoch = /^\d+$/.test(reset?.trim() ?? '') ? Number(reset) * 1_000 - now : NaN;
  const waitMs = Number.isFinite(asked) ? asked : epoch;
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, leastAskedMs), mostAskedMs) : undefined;
}

/** What the API said to a call that was let through. */
export type Reception =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly reason: PauseReason; readonly askedMs: number | undefined }
  | { readonly kind: 'unknown' };

export type PauseAdmission =
  | { readonly kind: 'blocked'; readonly reason: PauseReason }
  | { readonly kind: 'passing'; readonly settle: (reception: Reception) => void };

/** Keeps calls back while the API does not want them, and never for good: after each pause one call goes and looks. */
export interface PauseGate {
  /** Why a call would be kept back now, if it would. */
  readonly reason: PauseReason | undefined;
  admit(): PauseAdmission;
  /** Another process was told to wait so long. */
  hold(reason: PauseReason, waitMs: number): void;
}

interface Pause {
  readonly reason: PauseReason;
  readonly until: number;
  /** How often the API has refused in a row. */
  readonly strikes: number;
}

/** `onBegin` hears of each pause that an answer to this process begins. */
export function createPauseGate(clock: Clock, onBegin?: (reason: PauseReason, waitMs: number) => void): PauseGate {
  let pause: Pause | undefined;

  const begin = (reason: PauseReason, askedMs: number | undefined, strikes: number): void => {
    const { firstMs, longestMs } = pauses[reason];
    const waitMs = askedMs ?? Math.min(firstMs * 2 ** strikes, longestMs);
    pause = { reason, until: clock.monotonic() + waitMs, strikes };
    onBegin?.(reason, waitMs);
  };

  /** Of many calls under way the first refusal begins the pause, and no answer to an older call ends it. */
  const settlePassing = (reception: Reception): void => {
    if (reception.kind === 'refused' && pause === undefined) begin(reception.reason, reception.askedMs, 0);
  };

  const admitProbe = ({ reason, strikes }: Pause): PauseAdmission => {
    const mine: Pause = { reason, until: clock.monotonic() + probeLeaseMs, strikes };
    pause = mine;
    return {
      kind: 'passing',
      settle(reception) {
        // A probe that outlived its lease no longer speaks for the API.
        if (pause !== mine) return;
        if (reception.kind === 'refused') begin(reception.reason, reception.askedMs, strikes + 1);
        else pause = reception.kind === 'accepted' ? undefined : { ...mine, until: clock.monotonic() };
      },
    };
  };

  return {
    get reason() {
      return pause && clock.monotonic() < pause.until ? pause.reason : undefined;
    },
    admit() {
      if (pause === undefined) return { kind: 'passing', settle: settlePassing };
      return clock.monotonic() < pause.until ? { kind: 'blocked', reason: pause.reason } : admitProbe(pause);
    },
    hold(reason, waitMs) {
      const until = clock.monotonic() + Math.min(waitMs, mostAskedMs);
      // Its own pause knows more, but for how long it is.
      if (pause === undefined) pause = { reason, until, strikes: 0 };
      else if (pause.reason === reason && pause.until < until) pause = { ...pause, until };
    },
  };
}
