import { cleanLink, cleanPath, isUnambiguous } from './link.js';

/** What servers take of a URL, at most. */
const maxUrlLength = 8_192;

/** Begins as a path does, a query or a fragment: no scheme, nor what could become one, as `javascript&colon;`. */
const relativeStart = /^[\p{L}\p{N}._~%-]*(?:[/?#]|$)/u;

/** Of other schemes only those that no script can come of. */
const contactStart = /^(?:mailto|tel):[^/]/i;

/** Which ends an attribute, its quotes or its element, and which not every page is written in. */
const unsafeCharacter = /[^!-~]|["'<>`]/gu;

function cleanReference(text: string): string | undefined {
  if (contactStart.test(text)) return text;
  const isRelative = text !== '' && relativeStart.test(text);
  return isRelative && cleanPath(text) !== undefined ? text : undefined;
}

function cleanAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxUrlLength) return undefined;
  const text = value.trim().toWellFormed();
  const clean = cleanLink(text) ?? (isUnambiguous(text) ? cleanReference(text) : undefined);
  const encoded = clean?.replace(unsafeCharacter, (character) =>
    character === "'" ? '%27' : encodeURIComponent(character),
  );
  return encoded !== undefined && encoded.length <= maxUrlLength ? encoded : undefined;
}

/**
 * A URL that came with an experience, for an `href` or a `src`. View engines escape what ends an attribute, and none of
 * them a URL that runs: `javascript:` passes through all of them.
 *
 * @param value - What is to become a URL, of any type.
 * @param fallback - What stands there instead, as it is. Default: `'#'`.
 * @returns The URL in printable ASCII without quotes, spaces and angle brackets, where it is `http:` or `https:` without
 *   credentials, `mailto:`, `tel:`, or a path, query or fragment of this site; else the fallback. `//host`, backslashes
 *   and control characters are refused, and so is what is longer than 8,192 characters. Never throws.
 *
 * @example `<a href="<%= safeUrl(personalization.value('home-hero', 'Link'), '/sale') %>">`
 */
export function safeUrl(value: unknown, fallback?: string): string;
/** Views know nothing of types, and Handlebars hands an object over behind the arguments: it is no fallback. */
export function safeUrl(value: unknown, fallback: unknown = '#'): string {
  return cleanAddress(value) ?? (typeof fallback === 'string' ? fallback : '#');
}
