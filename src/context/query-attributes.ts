import { LRUCache } from 'lru-cache';
import { createRecord } from '../core/record.js';
import { cleanText } from './clean-text.js';

/** Attribute name → value, without inherited properties. */
export type Attributes = Readonly<Record<string, string>>;

/** UTF-16 units of one in-session attribute's value. */
export const maxAttributeLength = 256;

export const noAttributes: Attributes = Object.freeze(createRecord<string>());

/** An attribute's value as it is sent, or `undefined` where nothing is left of it. */
export function cleanAttributeValue(text: string): string | undefined {
  return cleanText(text, maxAttributeLength);
}

/** The allowed names among these parameters. Where a name is repeated, its first value counts. */
export function pickAttributes(parameters: URLSearchParams, names: readonly string[]): Attributes {
  const attributes = createRecord<string>();
  let found = false;
  for (const name of names) {
    const value = cleanAttributeValue(parameters.get(name) ?? '');
    if (value === undefined) continue;
    attributes[name] = value;
    found = true;
  }
  return found ? Object.freeze(attributes) : noAttributes;
}

/** The query of a URL, without what follows it; `undefined` where there is none. */
function queryOf(url: string): string | undefined {
  const start = url.indexOf('?');
  if (start === -1) return undefined;
  const end = url.indexOf('#', start);
  return url.slice(start, end === -1 ? undefined : end);
}

/**
 * The allowed query parameters of a request's URL. Read from its text, not from `req.query`, whose shape depends on the
 * application's `query parser` and which Express parses anew at each access.
 */
export function readQueryAttributes(url: string, names: readonly string[]): Attributes {
  const query = names.length === 0 ? undefined : queryOf(url);
  return query === undefined ? noAttributes : pickAttributes(new URLSearchParams(query), names);
}

/** A campaign's links are few, and followed often. */
const maxQueries = 500;

/** What is longer has an id of its own in it, most likely, and will not come back. */
const maxQueryLength = 300;

/** Does the same, and remembers queries seen lately. */
export function createQueryReader(names: readonly string[]): (url: string) => Attributes {
  const queries = new LRUCache<string, Attributes>({ max: maxQueries });
  return (url) => {
    const query = queryOf(url);
    if (query === undefined || query.length > maxQueryLength) return readQueryAttributes(url, names);
    const known = queries.peek(query);
    if (known) return known;
    const attributes = readQueryAttributes(url, names);
    queries.set(query, attributes);
    return attributes;
  };
}
