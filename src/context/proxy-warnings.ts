import type { Request } from 'express';
import type { Warnings } from '../core/warnings.js';
import { isPrivateIp } from './ip-address.js';

const troubles = {
  permissive:
    "'trust proxy' is true, so that any visitor can claim any address by X-Forwarded-For: set it to the number of your proxies",
  unexpected:
    "A request has X-Forwarded-For and the application trusts no proxy, so that the address sent may be a proxy's own: set 'trust proxy' to the number of your proxies",
  private:
    "A visitor's address is a private one, which is a proxy's as a rule: set 'trust proxy' to the number of your proxies",
} as const;

type Trouble = keyof typeof troubles;

function findTroubles(req: Request, address: string | undefined): readonly Trouble[] {
  const trust: unknown = req.app.get('trust proxy');
  const isForwarded = req.headers['x-forwarded-for'] !== undefined;
  return [
    ...(trust === true ? (['permissive'] as const) : []),
    ...(isForwarded && trust === false ? (['unexpected'] as const) : []),
    ...(address !== undefined && isPrivateIp(address) ? (['private'] as const) : []),
  ];
}

/** What is wrong with an application's proxies is wrong from the start. */
const pagesChecked = 1_000;

/** Says once what is probably wrong with `trust proxy`, by the first pages. Must not throw. */
export function createProxyCheck(warnings: Warnings): (req: Request, address: string | undefined) => void {
  let pages = 0;
  return (req, address) => {
    if (pages === pagesChecked) return;
    pages += 1;
    try {
      for (const trouble of findTroubles(req, address)) {
        warnings.once('MOE_WARN_TRUST_PROXY', trouble, troubles[trouble]);
      }
    } catch {
      // An application whose settings throw has other troubles.
    }
  };
}
