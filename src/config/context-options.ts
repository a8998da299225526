import { canonicalTimeZone } from '../core/time-zone.js';
import { hasControlCharacter } from '../core/text.js';
import { conflictingOptions, insecureOption, invalidOption, missingOption } from '../core/option-errors.js';
import { given, parseBoolean, parseNames } from './option-rules.js';
import type { PersonalizeOptions } from './personalize-options.js';
import { isReservedAttribute } from './reserved-names.js';
import type { ContextOptions } from './resolved-options.js';

const utmParameters: readonly string[] = Object.freeze([
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
]);

/** Headers that request-ip reads and that hold one address. X-Forwarded-For is Express's own to read. */
const addressHeaders: readonly string[] = [
  'cf-connecting-ip',
  'fastly-client-ip',
  'true-client-ip',
  'x-appengine-user-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-real-ip',
];

const maxAttributeName = 100;

function parseQueryAttributes(value: unknown): readonly string[] {
  if (value === undefined) return utmParameters;
  const names = parseNames(
    'queryAttributes',
    value,
    `a parameter name of 1 to ${maxAttributeName} characters without control characters`,
    (name) => name !== '' && name.length <= maxAttributeName && !hasControlCharacter(name),
  );
  const reserved = names.find(isReservedAttribute);
  if (reserved === undefined) return names;
  throw insecureOption('queryAttributes', `'${reserved}' is reserved, and a visitor must not be able to set it`);
}

function parseTimeZone(value: PersonalizeOptions['timeZone']): ContextOptions['timeZone'] {
  if (value === undefined) return 'UTC';
  if (typeof value === 'function') return value;
  const zone = typeof value === 'string' ? canonicalTimeZone(value) : undefined;
  if (zone === undefined) throw invalidOption('timeZone', "an IANA name such as 'Europe/Paris', or a function", value);
  return zone;
}

function isClientIp(value: unknown): value is ContextOptions['clientIp'] {
  return typeof value === 'function' || value === 'trusted' || value === 'request-ip';
}

function parseClientIpHeaders(value: unknown): readonly string[] {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) {
    throw missingOption('clientIpHeaders', 'name the header that your proxy sets and overwrites on every request');
  }
  const isKnown = (name: string): boolean => addressHeaders.includes(name.toLowerCase());
  const names = parseNames('clientIpHeaders', value, `one of ${addressHeaders.join(', ')}`, isKnown);
  return names.map((name) => name.toLowerCase());
}

function parseClientIp(
  clientIp: unknown,
  clientIpHeaders: unknown,
): Pick<ContextOptions, 'clientIp' | 'clientIpHeaders'> {
  if (!isClientIp(clientIp)) throw invalidOption('clientIp', "'trusted', 'request-ip' or a function", clientIp);
  if (clientIp === 'request-ip') return { clientIp, clientIpHeaders: parseClientIpHeaders(clientIpHeaders) };
  if (clientIpHeaders === undefined) return { clientIp, clientIpHeaders: [] };
  throw conflictingOptions('clientIpHeaders and clientIp', "headers are read only with clientIp: 'request-ip'");
}

function parseCallback<Callback>(name: string, value: Callback | undefined): Callback | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw invalidOption(name, 'a function', value);
}

function isBotsOption(value: unknown): value is ContextOptions['bots'] {
  return typeof value === 'function' || value === 'default' || value === 'personalize';
}

function parseBots(value: unknown): ContextOptions['bots'] {
  if (isBotsOption(value)) return value;
  throw invalidOption('bots', "'default', 'personalize' or a function", value);
}

function parsePrefetch(value: unknown): ContextOptions['prefetch'] {
  if (value === 'default' || value === 'personalize') return value;
  throw invalidOption('prefetch', "'default' or 'personalize'", value);
}

/** The options that say how a request is read. */
export function parseContextOptions(options: PersonalizeOptions): ContextOptions {
  return {
    identify: parseCallback('identify', options.identify),
    attributes: parseCallback('attributes', options.attributes),
    timeZone: parseTimeZone(options.timeZone),
    queryAttributes: parseQueryAttributes(options.queryAttributes),
    rememberUtm: parseBoolean('rememberUtm', given(options.rememberUtm, false)),
    consent: parseCallback('consent', options.consent),
    bots: parseBots(given(options.bots, 'default')),
    prefetch: parsePrefetch(given(options.prefetch, 'default')),
    anonymizeIp: parseBoolean('anonymizeIp', given(options.anonymizeIp, false)),
    ...parseClientIp(given(options.clientIp, 'trusted'), options.clientIpHeaders),
  };
}
