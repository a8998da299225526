import { isReservedAttribute } from '../config/reserved-names.js';
import { createRecord, recordOf } from '../core/record.js';
import type { Identity, VisitorContext } from '../core/visitor-context.js';

/** What one fetch tells the API of the visitor; what is not known is left out. */
export type FetchContext = {
  readonly [Name in 'identity' | 'ipAddress' | 'userAgent' | 'attributes' | 'dayOfWeek' | 'hourOfDay']?:
    VisitorContext[Name] | undefined;
};

/** Most keys that the API answers in one call; it silently ignores the rest. */
export const maxKeysPerCall = 25;

const noTexts: Readonly<Record<string, string>> = {};

/** An empty string says no more than nothing at all, and as an id it would be everybody's. */
function known(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function encodeIdentity({ customerId, userIdentifiers }: Identity): object | undefined {
  const others = userIdentifiers === undefined ? [] : Object.entries(userIdentifiers).filter(([, id]) => id !== '');
  if (!customerId && others.length === 0) return undefined;
  return {
    customer_id: known(customerId),
    user_identifiers: others.length === 0 ? undefined : recordOf(others),
  };
}

/**
 * JSON text of a fetch request. In-session attributes go in first and the package's own fields over them, so that
 * nothing a visitor sends can take the place of one. `undefined` members vanish in the text.
 */
export function encodeFetch(context: FetchContext, keys: readonly string[] | 'all'): string {
  const body = createRecord<unknown>();
  const { attributes = noTexts } = context;
  for (const name of Object.keys(attributes)) {
    if (!isReservedAttribute(name)) body[name] = known(attributes[name]);
  }
  body.identifiers = context.identity && encodeIdentity(context.identity);
  body.experience_key = keys === 'all' ? undefined : keys;
  body.DAY_OF_THE_WEEK = context.dayOfWeek;
  body.TIME_OF_THE_DAY = context.hourOfDay;
  body.USER_IP_ADDRESS = known(context.ipAddress);
  body.USER_AGENT = known(context.userAgent);
  return JSON.stringify(body);
}
