import type { Request } from 'express';
import { readAgent } from './user-agent.js';

/** Headers in which browsers say that they load a page ahead of a visitor who may never look at it. */
const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

const ahead = /prefetch|prerender|preview/i;

/** Whether the page is loaded before a visitor has asked for it. */
export function isLoadedAhead({ headers }: Pick<Request, 'headers'>): boolean {
  return purposeHeaders.some((name) => {
    const value = headers[name];
    return value !== undefined && ahead.test(String(value));
  });
}

/** Whether somebody is looking: no crawler, no link preview and no page loaded ahead. */
export function isVisit(req: Pick<Request, 'headers'>): boolean {
  return !isLoadedAhead(req) && !readAgent(req.headers['user-agent']).isBot();
}
