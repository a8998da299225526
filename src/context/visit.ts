import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';
import type { ContextOptions } from '../config/resolved-options.js';
import type { Warnings } from '../core/warnings.js';
import { callNow } from './callback.js';
import { readAgent } from './user-agent.js';

/** Who looks at a page: a visitor; nobody yet, or nobody at all, as with HEAD; a program. */
export type Visit = 'VISITOR' | 'PREFETCH' | 'BOT';

/** Finds out who looks. Must not throw. */
export type ReadVisit = (req: Request) => Visit;

/** Headers in which browsers say that they load a page ahead of a visitor who may never look at it. */
const purposeHeaders = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

const ahead = /prefetch|prerender|preview/i;

function isLoadedAhead(headers: IncomingHttpHeaders): boolean {
  for (const name of purposeHeaders) {
    const value = headers[name];
    if (value !== undefined && ahead.test(String(value))) return true;
  }
  return false;
}

type BotCheck = (req: Request, headers: IncomingHttpHeaders) => boolean;

/** By the User-Agent, or as the application's function says. */
function createBotCheck(bots: ContextOptions['bots'], warnings: Warnings): BotCheck {
  const looksLikeBot: BotCheck = (_req, headers) => readAgent(headers['user-agent']).isBot();
  if (typeof bots !== 'function') return looksLikeBot;
  return (req, headers) => {
    const outcome = callNow(() => bots(req));
    if (outcome.kind === 'returned') return outcome.value === true;
    warnings.repeated('MOE_WARN_BOTS', 'threw', 'bots threw or gave a promise, and the User-Agent was asked instead');
    return looksLikeBot(req, headers);
  };
}

export function createVisitReader({ bots }: Pick<ContextOptions, 'bots'>, warnings: Warnings): ReadVisit {
  const isBot = createBotCheck(bots, warnings);
  return (req) => {
    const headers = req.headers;
    if (isBot(req, headers)) return 'BOT';
    return req.method === 'HEAD' || isLoadedAhead(headers) ? 'PREFETCH' : 'VISITOR';
  };
}
