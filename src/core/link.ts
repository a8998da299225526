import { parseUrl } from './parse-url.js';
import { hasControlCharacter } from './text.js';

/** Stands in for the site, whose own name does not matter. `.invalid` is nobody's (RFC 2606). */
const anySite = 'https://site.invalid';

/** A path as it is requested; `undefined` where a browser would read it as another host, or might. */
export function cleanPath(text: string): string | undefined {
  const url = parseUrl(text, anySite);
  // `/.//host` comes out as `//host`, which names a host.
  if (url?.origin !== anySite || url.pathname.startsWith('//')) return undefined;
  return url.pathname + url.search + url.hash;
}

function cleanUrl(text: string): string | undefined {
  const url = parseUrl(text);
  return url?.username === '' && url.password === '' ? url.href : undefined;
}

/** Whether all parsers read the same in it: some drop line breaks and tabs, and take a backslash for a slash. */
export function isUnambiguous(text: string): boolean {
  return !hasControlCharacter(text) && !text.includes('\\');
}

/**
 * An absolute `http:` or `https:` URL without credentials, or a path of this site, as it is requested. `undefined` for
 * anything else, so that it can't be turned into one to somebody else's site or into a script. What this gave is given
 * back unchanged.
 */
export function cleanLink(link: string): string | undefined {
  const text = link.trim();
  if (!isUnambiguous(text)) return undefined;
  if (/^https?:\/\/[^/]/i.test(text)) return cleanUrl(text);
  return text.startsWith('/') ? cleanPath(text) : undefined;
}
