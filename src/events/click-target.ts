import { cleanLink } from '../core/link.js';

/** Longer addresses than any page has would not fit into a token. */
const maxTargetLength = 2_048;

/**
 * Where a link may lead, as a header can say it: an absolute `http:` or `https:` URL without credentials, or a path of
 * this site. `undefined` for anything else, so that a redirect to it can't be turned into one to somebody else's site
 * or into a script. What this gave is given back unchanged.
 */
export function cleanTarget(target: unknown): string | undefined {
  if (typeof target !== 'string' || target.length > maxTargetLength) return undefined;
  const clean = cleanLink(target);
  return clean !== undefined && clean.length <= maxTargetLength ? clean : undefined;
}
