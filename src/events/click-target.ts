import { hasControlCharacter } from '../core/text.js';

/** Longer addresses than any page has would not fit into a token. */
const maxTargetLength = 2_048;

/** Stands in for the site, whose own name does not matter. `.invalid` is nobody's (RFC 2606). */
const anySite = 'https://site.invalid';

/** A path as it is requested; `undefined` where a browser would read it as another host, or might. */
function cleanPath(text: string): string | undefined {
  if (!URL.canParse(text, anySite)) return undefined;
  const { origin, pathname, search, hash } = new URL(text, anySite);
  // `/.//host` comes out as `//host`, which names a host.
  return origin === anySite && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}

function cleanUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { href, username, password } = new URL(text);
  return username === '' && password === '' ? href : undefined;
}

/**
 * Where a link may lead, as a header can say it: an absolute `http:` or `https:` URL without credentials, or a path of
 * this site. `undefined` for anything else, so that a redirect to it can't be turned into one to somebody else's site
 * or into a script. What this gave is given back unchanged.
 */
export function cleanTarget(target: unknown): string | undefined {
  if (typeof target !== 'string') return undefined;
  const text = target.trim();
  // Parsers drop line breaks and tabs, and take a backslash for a slash.
  if (text.length > maxTargetLength || hasControlCharacter(text) || text.includes('\\')) return undefined;
  const isUrl = /^https?:\/\/[^/]/i.test(text);
  const clean = isUrl ? cleanUrl(text) : text.startsWith('/') ? cleanPath(text) : undefined;
  return clean !== undefined && clean.length <= maxTargetLength ? clean : undefined;
}
