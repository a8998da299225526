import type { Request } from 'express';
import { parseUrl } from '../../core/parse-url.js';

/** `Host`, or what it was before a proxy that the application trusts; with the port, which Express 4 leaves out. */
function readHost(req: Request): string | undefined {
  const forwarded = req.get('x-forwarded-host');
  const isTrusted: unknown = req.app.get('trust proxy fn');
  if (forwarded === undefined || typeof isTrusted !== 'function') return req.headers.host;
  const { remoteAddress } = req.socket;
  const isProxyTrusted = Reflect.apply(isTrusted, undefined, [remoteAddress, 0]) === true;
  return isProxyTrusted ? forwarded.split(',', 1)[0]?.trim() : req.headers.host;
}

/** Whether both name one host and port. The scheme may differ, since a proxy may take off the encryption. */
function isOriginOf(origin: string, host: string): boolean {
  const page = /^https?:/.test(origin) ? parseUrl(origin) : undefined;
  return page !== undefined && parseUrl(`${page.protocol}//${host}`)?.origin === page.origin;
}

/**
 * Whether a page of this site made the request, as its browser says; it is about browsers alone, since whoever writes
 * requests by hand can write these headers, too. Must not throw.
 */
export function isSameOrigin(req: Request): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = req.headers;
  if (origin === undefined) return false;
  try {
    const host = readHost(req);
    return host !== undefined && isOriginOf(origin, host);
  } catch {
    // The application's own trust function threw.
    return false;
  }
}
