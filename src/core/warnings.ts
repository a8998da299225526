import type { Clock } from './clock.js';
import type { Logger } from './logger.js';

/** What the package can warn about, each with a section in the README. */
export const warningCodes = [
  'MOE_WARN_ATTRIBUTES',
  'MOE_WARN_BAD_EXPERIENCE',
  'MOE_WARN_CACHE_CONTROL',
  'MOE_WARN_CACHE_STORE',
  'MOE_WARN_BOTS',
  'MOE_WARN_CLIENT_IP',
  'MOE_WARN_CONSENT',
  'MOE_WARN_EVENTS_DROPPED',
  'MOE_WARN_EVENTS_FAILED',
  'MOE_WARN_EVENT_STORE',
  'MOE_WARN_FETCH_FAILED',
  'MOE_WARN_IDENTIFY',
  'MOE_WARN_INTERNAL',
  'MOE_WARN_LOCALS_TAKEN',
  'MOE_WARN_NOT_REQUESTED',
  'MOE_WARN_REDIS',
  'MOE_WARN_TIME_ZONE',
  'MOE_WARN_TRUST_PROXY',
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

/** For each code: enough for every key of a large application; past it, that code's further subjects stay silent. */
const maxSubjects = 1_000;

const maxMessageLength = 500;

/** With one of these in a key or a value, a message could pass for several lines, or steer a terminal. */
const lineForging = /[\p{Cc}\u2028\u2029]/gu;

/** Warnings that never flood: the log says what is wrong, the number of requests does not matter. */
export function createWarnings(logger: Logger, clock: Clock): Warnings {
  const tables = new Map<WarningCode, Map<string, number>>();
  const say = (code: WarningCode, subject: string, message: string, quietMs: number): void => {
    const silentUntil = tables.get(code) ?? new Map<string, number>();
    tables.set(code, silentUntil);
    const until = silentUntil.get(subject);
    const now = clock.monotonic();
    if (until === undefined ? silentUntil.size >= maxSubjects : now < until) return;
    silentUntil.set(subject, now + quietMs);
    const line = message.slice(0, maxMessageLength).replace(lineForging, ' ');
    logger.warn({ code }, `${line} (${code})`);
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
