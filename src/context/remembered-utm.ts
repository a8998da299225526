import type { Request, Response } from 'express';
import { readCookie } from './cookie.js';
import { noAttributes, pickAttributes, readQueryAttributes } from './query-attributes.js';
import type { Attributes } from './query-attributes.js';

export const utmCookieName = 'moe_utm';

/** Counted anew from each page. */
const visitSeconds = 1_800;

/** Browsers keep 4 KB a cookie, and an application's other cookies share the header. */
export const maxUtmCookieLength = 1_500;

/** The attributes as a query string, whose characters a cookie may all hold. What would make it too long is left out. */
function encodeAttributes(attributes: Attributes): string {
  let encoded = '';
  for (const [name, value] of Object.entries(attributes)) {
    const longer = `${encoded}${encoded && '&'}${new URLSearchParams([[name, value]]).toString()}`;
    if (longer.length <= maxUtmCookieLength) encoded = longer;
  }
  return encoded;
}

/** A cookie is the visitor's to write, so it passes the same allow-list and the same cleaning as a query. */
function readUtmCookie(req: Request, names: readonly string[]): Attributes {
  const value = readCookie(req.headers.cookie, utmCookieName);
  if (value === undefined || value.length > maxUtmCookieLength) return noAttributes;
  return pickAttributes(new URLSearchParams(value), names);
}

/** Those of the page where it carries any; else those of the page on which the visit began. */
export function readRememberedAttributes(req: Request, names: readonly string[]): Attributes {
  const ofPage = readQueryAttributes(req.url, names);
  return ofPage === noAttributes ? readUtmCookie(req, names) : ofPage;
}

function isPageLoad({ method, headers }: Request): boolean {
  return method === 'GET' && headers.accept?.includes('text/html') === true;
}

/** Starts or prolongs the cookie, beside whatever other cookies the response sets. */
export function rememberAttributes(req: Request, res: Response, names: readonly string[]): void {
  if (res.headersSent || !isPageLoad(req)) return;
  const value = encodeAttributes(readRememberedAttributes(req, names));
  if (value === '') return;
  const secure = req.secure ? '; Secure' : '';
  res.append(
    'Set-Cookie',
    `${utmCookieName}=${value}; Max-Age=${visitSeconds}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  );
}
