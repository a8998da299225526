import type { Request } from 'express';
import { LRUCache } from 'lru-cache';

/** Visitors come back page by page, and each entry is some 300 bytes. */
const maxAddresses = 2_000;

/** Longer lists are not of this world, and would make the memory large. */
const maxForwardedLength = 200;

/** Express's own `req.ip`, in all its versions: a pure function of the connection, one header and what is trusted. */
const expressGetter =
  /^function ip\(\)\s*\{\s*(?:var|const|let) trust = this\.app\.get\('trust proxy fn'\);\s*return proxyaddr\(this, trust\);?\s*\}$/;

/** By prototype of the request, of which an application has one. */
const purePrototypes = new WeakMap<object, boolean>();

function readsPurely(prototype: object | null): boolean {
  for (let owner = prototype; owner !== null; owner = Reflect.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, 'ip');
    if (property) return expressGetter.test(String(Reflect.get(property, 'get')));
  }
  return false;
}

/** Whether nobody has put an `ip` of their own in the place of Express's. */
function hasExpressIp(req: Request): boolean {
  if (Object.hasOwn(req, 'ip')) return false;
  const prototype = Reflect.getPrototypeOf(req);
  if (prototype === null) return false;
  const known = purePrototypes.get(prototype);
  if (known !== undefined) return known;
  const pure = readsPurely(prototype);
  purePrototypes.set(prototype, pure);
  return pure;
}

/**
 * The same finder, but what depends on nothing else than the connection's address and `X-Forwarded-For` is looked up
 * instead of found again: Express parses both at each access to `req.ip`, which costs more than all the rest of a
 * request's context. Where the application has its own `req.ip` or its own trust function, nothing is remembered.
 */
export function rememberAddresses(find: (req: Request) => string | undefined): (req: Request) => string | undefined {
  const addresses = new LRUCache<string, { readonly address: string | undefined }>({ max: maxAddresses });
  /** Express's compiled trust function, and whether it is the application's own: that may say what it likes. */
  let trusted: unknown;
  let isOwn = false;

  const noteTrust = (req: Request): void => {
    const trust: unknown = req.app.get('trust proxy fn');
    if (trust === trusted) return;
    addresses.clear();
    trusted = trust;
    isOwn = typeof req.app.get('trust proxy') === 'function';
  };

  const keyOf = (req: Request): string | undefined => {
    const forwarded = req.headers['x-forwarded-for'] ?? '';
    const { remoteAddress } = req.socket;
    if (typeof forwarded !== 'string' || forwarded.length > maxForwardedLength || remoteAddress === undefined)
      return undefined;
    if (!hasExpressIp(req)) return undefined;
    noteTrust(req);
    // No address holds a space.
    return isOwn ? undefined : `${remoteAddress} ${forwarded}`;
  };

  return (req) => {
    const key = keyOf(req);
    if (key === undefined) return find(req);
    // Without moving it to the front: what was looked up last matters little, and the move is most of the price.
    const known = addresses.peek(key);
    if (known) return known.address;
    const address = find(req);
    addresses.set(key, { address });
    return address;
  };
}
