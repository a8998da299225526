import type { Request } from 'express';
import type { ReadTimeZone } from '../config/personalize-options.js';
import { canonicalTimeZone } from '../core/time-zone.js';
import type { Warnings } from '../core/warnings.js';
import { callNow } from './callback.js';

/** Finds the canonical name of the visitor's zone. Must not throw. */
export type FindTimeZone = (req: Request) => string;

const fallbackZone = 'UTC';

/** Why a request gives no zone, as a warning says it: without the visitor's value. */
const troubles = {
  threw: 'the timeZone callback threw or gave a promise',
  missing: 'a request did not say it',
  invalid: 'a request named none that exists',
} as const;

/** How the `timeZone` option says that the zone is found: it is fixed, or a request tells. */
export function createTimeZoneFinder(timeZone: string | ReadTimeZone, warnings: Warnings): FindTimeZone {
  if (typeof timeZone === 'string') {
    const fixed = canonicalTimeZone(timeZone) ?? fallbackZone;
    return () => fixed;
  }
  const fallBack = (trouble: keyof typeof troubles): string => {
    warnings.once('MOE_WARN_TIME_ZONE', trouble, `The visitor's zone is taken as UTC: ${troubles[trouble]}`);
    return fallbackZone;
  };
  return (req) => {
    const outcome = callNow(() => timeZone(req));
    if (outcome.kind !== 'returned') return fallBack('threw');
    const { value } = outcome;
    if (value === undefined || value === null || value === '') return fallBack('missing');
    const canonical = typeof value === 'string' ? canonicalTimeZone(value.trim()) : undefined;
    return canonical ?? fallBack('invalid');
  };
}
