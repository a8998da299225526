import { invalidOption } from '../core/option-errors.js';
import type { ReadTimeZone } from '../config/personalize-options.js';
import { readCookie } from './cookie.js';

/** RFC 9110, section 5.6.2: what header names and cookie names are made of. */
const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

function requireToken(argument: string, rule: string, value: unknown): string {
  if (typeof value === 'string' && token.test(value)) return value;
  throw invalidOption(argument, rule, value);
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads the visitor's zone from the first of these request headers that is there; for the `timeZone` option. Networks in
 * front of an application set such headers: `cloudfront-viewer-time-zone`, `x-vercel-ip-timezone`, `cf-timezone`.
 *
 * @throws PersonalizeError `MOE_OPTION_INVALID` where there is no name, or one that no header can have.
 */
export function timeZoneFromHeaders(...names: readonly string[]): ReadTimeZone {
  if (names.length === 0) throw invalidOption('timeZoneFromHeaders(...names)', 'at least one header name', undefined);
  const headers = names.map((name, index) =>
    requireToken(`timeZoneFromHeaders(...names)[${index}]`, 'a header name', name).toLowerCase(),
  );
  return function readTimeZoneHeader(req) {
    const sent = req.headers;
    for (const name of headers) {
      const value = sent[name];
      if (typeof value === 'string' && value !== '') return value;
    }
    return undefined;
  };
}

/**
 * Reads the visitor's zone from a cookie, percent-encoded or not; for the `timeZone` option. A line in the page sets it:
 * `document.cookie = 'tz=' + Intl.DateTimeFormat().resolvedOptions().timeZone`.
 *
 * @throws PersonalizeError `MOE_OPTION_INVALID` for a name that no cookie can have.
 */
export function timeZoneFromCookie(name: string): ReadTimeZone {
  const cookie = requireToken('timeZoneFromCookie(name)', 'a cookie name', name);
  return function readTimeZoneCookie(req) {
    const value = readCookie(req.headers.cookie, cookie);
    return value === undefined ? undefined : decodePercent(value);
  };
}
