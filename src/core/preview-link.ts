import type { Clock } from './clock.js';
import { parseUrl } from './parse-url.js';
import { createPreviewSealer, isPreviewName, maxForced, maxPreviewSeconds } from './preview-token.js';
import type { Preview } from './preview-token.js';
import { leastSecretLength, Secret } from './secret.js';

/** The query parameter that carries a token, and the cookie that keeps it. */
export const previewName = 'moe_preview';

/** In place of a token: ends the preview. */
export const previewOff = 'off';

/** In place of a token: asks for the stylesheet of what pages are given for a preview. */
export const previewStyle = 'style';

/** What a link is to do. */
export interface PreviewLinkRequest extends Omit<Preview, 'expires'> {
  /** The first of those that the site has. */
  readonly secret: string;
  readonly workspaceId: string;
  /** The page to open: an absolute `http:` or `https:` URL. */
  readonly url: string;
  /** How long it is good for, in seconds: 60 to 604,800. */
  readonly ttlSeconds: number;
}

export type PreviewLink =
  | { readonly kind: 'link'; readonly url: string; readonly expires: number }
  /** `rule`: what the part must be. */
  | { readonly kind: 'refused'; readonly part: 'secret' | 'url' | 'ttl' | 'forced'; readonly rule: string };

const leastSeconds = 60;

const secondsOf: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
]);

/** Seconds of `90s`, `45m`, `2h` or `7d`; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? [];
  const seconds = secondsOf.get(unit ?? '');
  return digits === undefined || seconds === undefined ? undefined : Number(digits) * seconds;
}

/** The query's parts but those of this parameter, each as it was written. */
function otherParts(query: string, name: string): readonly string[] {
  return query.split('&').filter((part) => part !== name && !part.startsWith(`${name}=`));
}

/** The address with this parameter, or without where there is no value; all else in it stays, byte for byte. */
export function withParameter(address: string, name: string, value: string | undefined): string {
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(address) ?? [];
  const kept = query === '' ? [] : otherParts(query, name);
  const parts = value === undefined ? kept : [...kept, `${name}=${value}`];
  return `${path}${parts.length === 0 ? '' : '?'}${parts.join('&')}${fragment}`;
}

function isPageUrl(text: string): boolean {
  const url = parseUrl(text);
  return /^https?:$/.test(url?.protocol ?? '') && url?.username === '' && url.password === '';
}

function areForced(forced: Preview['forced'], least: number): boolean {
  const pairs = Object.entries(forced);
  return pairs.length >= least && pairs.length <= maxForced && pairs.every((pair) => pair.every(isPreviewName));
}

function refusalOf(request: PreviewLinkRequest): Extract<PreviewLink, { kind: 'refused' }> | undefined {
  const { secret, url, ttlSeconds, forced, explain } = request;
  if (secret.length < leastSecretLength) {
    return { kind: 'refused', part: 'secret', rule: `at least ${leastSecretLength} characters` };
  }
  if (!isPageUrl(url)) {
    return { kind: 'refused', part: 'url', rule: 'an absolute http: or https: URL without credentials' };
  }
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < leastSeconds || ttlSeconds > maxPreviewSeconds) {
    return { kind: 'refused', part: 'ttl', rule: 'from one minute to seven days' };
  }
  return areForced(forced, explain ? 0 : 1)
    ? undefined
    : { kind: 'refused', part: 'forced', rule: `1 to ${maxForced} keys, each with a variation's id` };
}

/** A link that forces variations for whoever opens it, until it expires; or what is wrong with the request. */
export function createPreviewLink(request: PreviewLinkRequest, clock: Pick<Clock, 'now'>): PreviewLink {
  const refusal = refusalOf(request);
  if (refusal) return refusal;
  const { secret, workspaceId, url, forced, explain, ttlSeconds } = request;
  const expires = Math.floor(clock.now() / 1_000) + ttlSeconds;
  const token = createPreviewSealer([new Secret(secret)], { clock, workspaceId }).seal({ forced, explain, expires });
  if (token === undefined) return { kind: 'refused', part: 'forced', rule: 'fewer: a cookie does not hold as many' };
  return { kind: 'link', url: withParameter(new URL(url).href, previewName, token), expires };
}
