import type { Clock } from './clock.js';
import type { Logger } from './logger.js';

/** What the package can warn about, each with a section in the README. */
export const warningCodes = [
  'MOE_WARN_ATTRIBUTES',
  'MOE_WARN_BAD_EXPERIENCE',
  'MOE_WARN_CLIENT_IP',
  'MOE_WARN_FETCH_FAILED',
  'MOE_WARN_IDENTIFY',
  'MOE_WARN_INTERNAL',
  'MOE_WARN_LOCALS_TAKEN',
  'MOE_WARN_NOT_REQUESTED',
  'MOE_WARN_TIME_ZONE',
  'MOE_WARN_UNKNOWN_KEY',
] as const;

export type WarningCode = (typeof warningCodes)[number];

export interface Warnings {
  /**
   * Logs at `warn`, once for each pair of code and subject. The subject is part of a message's identity and must come
   * from code or configuration, never from a visitor.
   */
  once(code: WarningCode, subject: string, message: string): void;
  /** Logs at `warn`, at most once a minute for each pair of code and subject: for troubles that come and go. */
  repeated(code: WarningCode, subject: string, message: string): void;
}

const repeatAfterMs = 60_000;

/** Enough for every key and callback of a large application; past it, further subjects stay silent. */
const maxSubjects = 1_000;

/** Warnings that never flood: the log says what is wrong, the number of requests does not matter. */
export function createWarnings(logger: Logger, clock: Clock): Warnings {
  const silentUntil = new Map<string, number>();
  const say = (code: WarningCode, subject: string, message: string, quietMs: number): void => {
    const id = `${code} ${subject}`;
    const until = silentUntil.get(id);
    const now = clock.monotonic();
    if (until === undefined ? silentUntil.size >= maxSubjects : now < until) return;
    silentUntil.set(id, now + quietMs);
    logger.warn({ code }, `${message} (${code})`);
  };
  return {
    once: (code, subject, message) => {
      say(code, subject, message, Infinity);
    },
    repeated: (code, subject, message) => {
      say(code, subject, message, repeatAfterMs);
    },
  };
}
