import type { Request, Response } from 'express';
import { readCookie } from '../../context/cookie.js';
import type { Clock } from '../../core/clock.js';
import { cleanPath, isUnambiguous } from '../../core/link.js';
import { previewName, previewOff, previewStyle, withParameter } from '../../core/preview-link.js';
import type { Preview, PreviewSealer } from '../../core/preview-token.js';
import { privateNoStore } from '../cache-policy.js';
import { previewCss } from './preview-style.js';

/** Opens and ends previews, and finds those that are open. */
export interface PreviewGate {
  /** Answers a request that opens or ends a preview; `false` for any other, which is left as it was. */
  answers(req: Request, res: Response): boolean;
  /** The preview that the visitor's browser holds. */
  of(req: Request): Preview | undefined;
}

const parameter = new RegExp(`[?&]${previewName}=([\\w-]*)(?=[&#]|$)`);

/**
 * Where a request came, as the visitor's browser wrote it; `undefined` where leading there again could lead to another
 * host: `//host`, `/\host`, and the whole URLs that proxies are sent.
 */
function ownAddress({ originalUrl }: Request): string | undefined {
  const [path = ''] = originalUrl.split(/[?#]/, 1);
  const isOwn = path.startsWith('/') && !path.startsWith('//') && isUnambiguous(originalUrl);
  return isOwn && cleanPath(path) !== undefined ? originalUrl : undefined;
}

function setCookie(req: Request, res: Response, value: string, seconds: number): void {
  const secure = req.secure ? '; Secure' : '';
  res.append('Set-Cookie', `${previewName}=${value}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure}`);
}

/** The same address again, without the parameter, so that it is in no bookmark, history or referrer. */
function sendBack(res: Response, address: string): void {
  // As it stands: `res.redirect` would encode it.
  res.setHeader('Location', withParameter(address, previewName, undefined));
  res.setHeader('Cache-Control', privateNoStore);
  res.setHeader('Referrer-Policy', 'no-referrer');
  res.status(303).end();
}

/** For pages whose policy takes stylesheets of their own site, and none within the page. */
function sendStyle(res: Response): void {
  res.setHeader('Content-Type', 'text/css; charset=utf-8');
  res.setHeader('Cache-Control', privateNoStore);
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.end(previewCss);
}

/** The address and the value of the parameter, where this is a request of ours. */
function readRequest(req: Request): { readonly address: string; readonly value: string } | undefined {
  if (req.method !== 'GET' || !req.originalUrl.includes(previewName)) return undefined;
  const address = ownAddress(req);
  const value = parameter.exec(address ?? '')?.[1];
  return address === undefined || value === undefined ? undefined : { address, value };
}

export function createPreviewGate(sealer: PreviewSealer, clock: Pick<Clock, 'now'>): PreviewGate {
  /** What the browser is to keep; `undefined` for a token that is none. */
  const cookieOf = (value: string): { readonly token: string; readonly seconds: number } | undefined => {
    if (value === previewOff) return { token: '', seconds: 0 };
    const preview = sealer.open(value);
    return preview && { token: value, seconds: Math.ceil(preview.expires - clock.now() / 1_000) };
  };

  return {
    answers(req, res) {
      const asked = res.headersSent ? undefined : readRequest(req);
      if (asked === undefined) return false;
      if (asked.value === previewStyle) {
        sendStyle(res);
        return true;
      }
      const cookie = cookieOf(asked.value);
      if (cookie === undefined) return false;
      setCookie(req, res, cookie.token, cookie.seconds);
      sendBack(res, asked.address);
      return true;
    },
    of(req) {
      const token = readCookie(req.headers.cookie, previewName);
      return token === undefined ? undefined : sealer.open(token);
    },
  };
}
