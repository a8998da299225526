import { STATUS_CODES } from 'node:http';

import { jsonAnswer, refuseRate } from '../api/answer.js';
import type { Answer } from '../api/answer.js';
import type { Fault } from './fault.js';

const pageOfAProxy = '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>';

/** Names are lower case, as those that are added to them; how long the body is stays ours to say. */
function headersOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(lower.filter(([name]) => name !== 'content-length' && name !== 'transfer-encoding'));
}

function statusAnswer({ status, body, headers: given = {} }: Extract<Fault, { kind: 'status' }>): Answer {
  const headers = headersOf(given);
  if (typeof body === 'string') return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
  const title = STATUS_CODES[status] ?? 'Unknown';
  return jsonAnswer(status, body ?? { title, description: 'A fault that the emulator was told to show.' }, headers);
}

/** What a fault sends instead of dealing with the request, or `undefined` where the request is dealt with. */
export function substituteFor(fault: Fault | undefined, rateLimit: number, now: number): Answer | undefined {
  switch (fault?.kind) {
    case 'status':
      return statusAnswer(fault);
    case 'rate-limit': {
      const { retryAfter } = fault;
      const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      return refuseRate(rateLimit, Math.ceil(now / 60_000) * 60, headers).answer;
    }
    case 'redirect':
      return { status: 307, headers: { location: fault.to }, body: '' };
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: pageOfAProxy };
    default:
      return undefined;
  }
}

/** Whether the request is taken and then neither looked at nor answered. */
export function isSilent(fault: Fault | undefined): boolean {
  return fault?.kind === 'hang' || (fault?.kind === 'reset' && fault.after === undefined);
}
