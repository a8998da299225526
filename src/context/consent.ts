import type { Request } from 'express';
import type { Consent, ReadConsent } from '../config/personalize-options.js';
import type { Warnings } from '../core/warnings.js';
import { callNow } from './callback.js';

/** Global Privacy Control, which some laws give force, and the older Do Not Track. */
function consentOfBrowser(req: Request): Consent {
  const headers = req.headers;
  return headers['sec-gpc'] === '1' || headers.dnt === '1' ? 'anonymous' : 'full';
}

function isConsent(value: unknown): value is Consent {
  return value === 'full' || value === 'anonymous' || value === 'none';
}

/** What the visitor has agreed to. An application that can't say has not asked, and then nothing is agreed. Never throws. */
export function createConsentReader(read: ReadConsent | undefined, warnings: Warnings): ReadConsent {
  if (read === undefined) return consentOfBrowser;
  const refuse = (subject: string, what: string): Consent => {
    warnings.repeated('MOE_WARN_CONSENT', subject, `consent ${what}, and a page went on as if it had said 'none'`);
    return 'none';
  };
  return (req) => {
    const outcome = callNow(() => read(req));
    if (outcome.kind !== 'returned') return refuse('threw', 'threw or gave a promise');
    return isConsent(outcome.value)
      ? outcome.value
      : refuse('value', "returned something else than 'full', 'anonymous' or 'none'");
  };
}
