import type { Request } from 'express';
import type { Warnings } from '../core/warnings.js';

/** Loopback is not among them: that is a developer's own machine. */
const privateAddress =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/i;

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
    ...(address !== undefined && privateAddress.test(address) ? (['private'] as const) : []),
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
