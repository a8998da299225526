/** What a page tells caches that holds something meant for one visitor. */
export const privateNoStore = 'private, no-store';

/** Without an argument each keeps shared caches from storing: RFC 9111, 5.2.2.5 and 5.2.2.7. */
const closing = /(?:^|,)[ \t]*(?:no-store|private)[ \t]*(?:,|$)/i;

/**
 * What shared caches may store in spite of those, or take for it: `must-understand` lifts `no-store` (5.2.2.3), and
 * `private="…"` holds for the fields alone that it names.
 */
const opening = /public|s-maxage|must-understand|private=/i;

/** Nothing of which caches could disagree where it ends, as quoted strings, or whether to read on. */
const plainList = /^[ \t]*[\w-]+(?:=[\w-]+)?(?:[ \t]*,[ \t]*[\w-]+(?:=[\w-]+)?)*[ \t]*$/;

/** What a value says of other things than storing, and keeps. The second is Edge Side Includes, in `Surrogate-Control`. */
const keptDirectives = /\bno-transform\b|\bcontent="[\w./ -]*"/gi;

/** `Cache-Control`, and what CDNs heed in its place: RFC 9213's (`CDN-Cache-Control`, `Cloudflare-CDN-…`) and older ones. */
const controls = /^(?:(?:.+-)?cache-control|surrogate-control|edge-control)$/;

/** `X-Accel-Expires` is nginx's, before all others. An older nginx heeds an `Expires` that comes before `Cache-Control`. */
const expiries: readonly string[] = ['expires', 'x-accel-expires'];

/** Expired already, as RFC 9111, 5.3 and nginx say it. */
const expired = '0';

/** A header's value, several lines in one. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Whether no shared cache may store what is sent with this `Cache-Control`. Says no where caches could disagree. */
export function isClosed(value: unknown): boolean {
  const text = textOf(value);
  return text === privateNoStore || (plainList.test(text) && closing.test(text) && !opening.test(text));
}

/** Whether the header tells caches what to store. Asked of all names of a page, most of which end otherwise. */
export function isForCaches(lowerCaseName: string): boolean {
  if (lowerCaseName.endsWith('control')) return controls.test(lowerCaseName);
  return lowerCaseName.endsWith('expires') && expiries.includes(lowerCaseName);
}

/** What a header for caches has to say in place of this value; `undefined` where the value may stay. */
export function closeHeader(lowerCaseName: string, value: unknown): string | undefined {
  if (expiries.includes(lowerCaseName)) return /^(?:0|-1)$/.test(textOf(value)) ? undefined : expired;
  if (isClosed(value)) return undefined;
  return [privateNoStore, ...(textOf(value).match(keptDirectives) ?? [])].join(', ');
}

/** Whether the value asks shared caches to store, of which its author should hear that it is overruled. */
export function isForSharedCaches(lowerCaseName: string, value: unknown): boolean {
  if (lowerCaseName === 'cache-control') return /public|s-maxage/i.test(textOf(value));
  return lowerCaseName !== 'expires';
}
