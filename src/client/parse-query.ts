import { insecureOption, invalidOption, invalidSecret } from '../core/option-errors.js';
import { parseKeys } from '../config/option-rules.js';
import { isReservedAttribute } from '../config/reserved-names.js';
import { isJsonObject } from '../core/json.js';
import { daysOfWeek, isDayOfWeek } from '../core/visitor-context.js';
import type { FetchContext } from './encode-fetch.js';
import type { Keys } from './fetch-chunks.js';

/** What `fetchExperiences` asks: which keys, for whom. A `VisitorContext` spread in beside `keys` fits. */
export interface FetchQuery extends FetchContext {
  /** Experience keys, or `'all'` for everything that the visitor matches. An empty list asks for nothing. */
  readonly keys: Keys;
}

/** Any of these may be personal, so that the message does not show it. */
function checkText(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') throw invalidSecret(name, 'a string', value);
}

function checkIdentity(identity: unknown): void {
  if (identity === undefined) return;
  if (!isJsonObject(identity)) throw invalidSecret('query.identity', 'an object', identity);
  const { customerId, userIdentifiers = {} } = identity;
  checkText('query.identity.customerId', customerId);
  if (!isJsonObject(userIdentifiers)) {
    throw invalidSecret('query.identity.userIdentifiers', 'an object of strings', userIdentifiers);
  }
  for (const [name, id] of Object.entries(userIdentifiers)) checkText(`query.identity.userIdentifiers.${name}`, id);
}

/** A wrong day or hour fails the whole call with 400, so it is better said here. */
function checkLabels({ dayOfWeek, hourOfDay }: FetchQuery): void {
  if (dayOfWeek !== undefined && !isDayOfWeek(dayOfWeek)) {
    throw invalidOption('query.dayOfWeek', `one of ${daysOfWeek.join(', ')}`, dayOfWeek);
  }
  checkText('query.hourOfDay', hourOfDay);
  if (hourOfDay !== undefined && !/^(?:[01]\d|2[0-3])$/.test(hourOfDay)) {
    throw invalidOption('query.hourOfDay', 'two digits from 00 to 23', hourOfDay);
  }
}

function checkAttributes(attributes: unknown = {}): void {
  if (!isJsonObject(attributes)) throw invalidSecret('query.attributes', 'an object of strings', attributes);
  for (const [name, value] of Object.entries(attributes)) {
    if (isReservedAttribute(name)) throw insecureOption(`query.attributes.${name}`, 'the name is reserved');
    checkText(`query.attributes.${name}`, value);
  }
}

/** @throws PersonalizeError `MOE_OPTION_*` for a query that the API would refuse or misunderstand. */
export function parseQuery(query: FetchQuery): FetchQuery {
  const given: unknown = query;
  if (!isJsonObject(given)) throw invalidOption('query', 'an object', given);
  checkIdentity(query.identity);
  checkText('query.ipAddress', query.ipAddress);
  checkText('query.userAgent', query.userAgent);
  checkLabels(query);
  checkAttributes(query.attributes);
  return { ...query, keys: query.keys === 'all' ? 'all' : parseKeys('query.keys', query.keys) };
}
