import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { readCookie } from './cookie.js';

export const anonymousCookieName = 'moe_anonymous';

/** A year, counted anew from each visit's first report. */
const lifetimeSeconds = 31_536_000;

/** The prefix keeps a visitor who writes the cookie by hand from taking a customer's id. */
const idPrefix = 'anonymous-';
const anonymousId = /^anonymous-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * The id under which an anonymous visitor is reported: the cookie's, or a new one, which the response then sets beside its
 * other cookies. `undefined` where there is none and it is too late to set one, since an id that is not kept would count
 * each page as another visitor.
 */
export function keepAnonymousId(req: Request, res: Response): string | undefined {
  const known = readCookie(req.headers.cookie, anonymousCookieName);
  const isKnown = known !== undefined && anonymousId.test(known);
  if (res.headersSent) return isKnown ? known : undefined;
  const id = isKnown ? known : idPrefix + randomUUID();
  const secure = req.secure ? '; Secure' : '';
  res.append(
    'Set-Cookie',
    `${anonymousCookieName}=${id}; Max-Age=${lifetimeSeconds}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  );
  return id;
}
