import { isIP } from 'node:net';
import type { FetchQuery } from '../client/parse-query.js';
import { invalidOption } from '../core/option-errors.js';
import { daysOfWeek, isDayOfWeek } from '../core/visitor-context.js';
import type { DayOfWeek, LocalTime } from '../core/visitor-context.js';
import type { ConnectionOptions } from './connection-options.js';

/** What `moengage-personalize fetch` takes, under commander's names. */
export interface FetchOptions extends ConnectionOptions {
  readonly all?: boolean;
  readonly customer?: string;
  readonly identifier?: readonly string[];
  readonly attribute?: readonly string[];
  readonly utmSource?: string;
  readonly utmMedium?: string;
  readonly utmCampaign?: string;
  readonly utmTerm?: string;
  readonly utmContent?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly timeZone: string;
  readonly day?: string;
  readonly hour?: string;
  readonly json?: boolean;
}

/** `name=value` pairs as a record. */
function parsePairs(option: string, pairs: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw invalidOption(option, 'name=value', pair);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** Those that were given, under the names that the API knows them by. */
function utmAttributes(options: FetchOptions): Readonly<Record<string, string>> {
  const { utmSource, utmMedium, utmCampaign, utmTerm, utmContent } = options;
  const all = {
    utm_source: utmSource,
    utm_medium: utmMedium,
    utm_campaign: utmCampaign,
    utm_term: utmTerm,
    utm_content: utmContent,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

function parseDay(day: string): DayOfWeek {
  if (isDayOfWeek(day)) return day;
  throw invalidOption('--day', `one of ${daysOfWeek.join(', ')}`, day);
}

function parseIp(address: string): string {
  if (isIP(address) > 0 && !address.includes('%')) return address;
  throw invalidOption('--ip', 'an IPv4 or IPv6 address', address);
}

/** The query that a page would make of a request with these traits, at this time. */
export function toQuery(keys: readonly string[], options: FetchOptions, time: LocalTime): FetchQuery {
  if (options.all !== true && keys.length === 0) throw invalidOption('fetch', 'given experience keys, or --all', keys);
  if (options.all === true && keys.length > 0) throw invalidOption('--all', 'given without experience keys', keys);
  return {
    keys: options.all === true ? 'all' : keys,
    identity: {
      ...(options.customer !== undefined && { customerId: options.customer }),
      userIdentifiers: parsePairs('--identifier', options.identifier),
    },
    attributes: { ...utmAttributes(options), ...parsePairs('--attribute', options.attribute) },
    ipAddress: options.ip === undefined ? undefined : parseIp(options.ip),
    userAgent: options.userAgent,
    dayOfWeek: options.day === undefined ? time.dayOfWeek : parseDay(options.day),
    hourOfDay: options.hour ?? time.hourOfDay,
  };
}
