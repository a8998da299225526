import type { Request } from 'express';
import { getClientIp } from 'request-ip';
import type { ReadClientIp } from '../config/personalize-options.js';
import type { ContextOptions } from '../config/resolved-options.js';
import type { Warnings } from '../core/warnings.js';
import { rememberAddresses } from './address-memory.js';
import { callNow } from './callback.js';
import { cleanIp, maskIp } from './ip-address.js';

/** Finds the visitor's address. Must not throw. */
export type FindClientIp = (req: Request) => string | undefined;

/**
 * Express's answer: the socket's address, or what the proxies that the application trusts say. Where those say nonsense
 * there is no address: the socket's would be the proxy's own, and wrong for every visitor alike.
 */
function findTrusted(req: Request): string | undefined {
  try {
    return cleanIp(req.ip);
  } catch {
    // The application's own trust function threw.
    return undefined;
  }
}

/** Whether the application's `trust proxy` covers whoever opened the connection, by Express's own compiled function. */
function isPeerTrusted(req: Request): boolean {
  try {
    const trust: unknown = req.app.get('trust proxy fn');
    return typeof trust === 'function' && Reflect.apply(trust, undefined, [req.socket.remoteAddress, 0]) === true;
  } catch {
    return false;
  }
}

/** request-ip believes every header it knows, from anyone: it gets to see the allowed ones, cleaned, and no socket. */
function readVendorHeaders(req: Request, names: readonly string[]): string | undefined {
  const headers: Record<string, string> = {};
  for (const name of names) {
    const address = cleanIp(req.headers[name]);
    if (address !== undefined) headers[name] = address;
  }
  return cleanIp(getClientIp({ headers }));
}

function createVendorFinder(names: readonly string[], warnings: Warnings): FindClientIp {
  return (req) => {
    if (isPeerTrusted(req)) return readVendorHeaders(req, names) ?? findTrusted(req);
    if (!req.app.get('trust proxy')) {
      warnings.once(
        'MOE_WARN_CLIENT_IP',
        'trust proxy',
        "clientIp 'request-ip' reads no header, since the application trusts no proxy: set 'trust proxy'",
      );
    }
    return findTrusted(req);
  };
}

/** `undefined` from the application means that there is to be no address. */
function createCallbackFinder(read: ReadClientIp, warnings: Warnings): FindClientIp {
  return (req) => {
    const outcome = callNow(() => read(req));
    if (outcome.kind === 'returned') return cleanIp(outcome.value);
    warnings.once(
      'MOE_WARN_CLIENT_IP',
      'callback',
      'The clientIp callback threw or gave a promise, so the address comes from Express',
    );
    return findTrusted(req);
  };
}

function createFinder({ clientIp, clientIpHeaders }: ContextOptions, warnings: Warnings): FindClientIp {
  if (clientIp === 'trusted') return rememberAddresses(findTrusted);
  if (clientIp === 'request-ip') return createVendorFinder(clientIpHeaders, warnings);
  return createCallbackFinder(clientIp, warnings);
}

/** How the options say that addresses are found, masked where they ask for it. */
export function createClientIpFinder(options: ContextOptions, warnings: Warnings): FindClientIp {
  const find = createFinder(options, warnings);
  if (!options.anonymizeIp) return find;
  return (req) => {
    const address = find(req);
    return address === undefined ? undefined : maskIp(address);
  };
}
