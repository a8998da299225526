import type { Request, Response } from 'express';

const monthMs = 30 * 24 * 60 * 60 * 1000;

export function readCookie(req: Request, name: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const prefix = `${name}=`;
  return pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
}

/** The value must be one that the shop itself composed: it is written as it stands. An empty one removes the cookie. */
export function writeCookie(res: Response, name: string, value: string): void {
  const maxAge = value === '' ? 0 : monthMs;
  res.cookie(name, value, { encode: String, httpOnly: true, maxAge, path: '/', sameSite: 'lax' });
}
