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

/**
 * The allowed query parameters of a request's URL. Read from its text, not from `req.query`, whose shape depends on the
 * application's `query parser` and which Express parses anew at each access.
 */
export function readQueryAttributes(url: string, names: readonly string[]): Attributes {
  const start = url.indexOf('?');
  if (start === -1 || names.length === 0) return noAttributes;
  const end = url.indexOf('#', start);
  return pickAttributes(new URLSearchParams(url.slice(start, end === -1 ? undefined : end)), names);
}
