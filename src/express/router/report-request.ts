import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RefusalReason } from './report-counts.js';

// What there is to say of a report before anybody looks into it, and in answer to it: all by Node's own request.

/** As much as the browser script puts into one request, and how long it may take. */
export const reportLimits: { readonly maxBytes: number; readonly timeoutMs: number } = {
  maxBytes: 32_768,
  timeoutMs: 5_000,
};

/** What of a request can be refused unread. */
export function findFlaw({ headers }: IncomingMessage): RefusalReason | undefined {
  const length = Number(headers['content-length'] ?? NaN);
  if (length > reportLimits.maxBytes) return 'TOO_LARGE';
  if (length === 0) return 'MALFORMED';
  const encoding = headers['content-encoding'] ?? 'identity';
  return encoding.toLowerCase() === 'identity' ? undefined : 'MALFORMED';
}

/** Of the body, where there is any and its length was told. */
function readLength({ headers }: IncomingMessage): number {
  return Number(headers['content-length'] ?? (headers['transfer-encoding'] === undefined ? 0 : Infinity));
}

/**
 * The one answer there is, whatever was sent. Of a body that is still under way, a short one is Node's to read and to
 * drop, so that the connection can be used again; for any other it is not worth it.
 */
export function answerReport(req: IncomingMessage, res: ServerResponse): void {
  if (res.headersSent) return;
  const isWorthReading = req.complete || (!req.isPaused() && readLength(req) <= reportLimits.maxBytes);
  if (!isWorthReading && req.httpVersionMajor < 2) res.setHeader('Connection', 'close');
  res.writeHead(204, { 'Cache-Control': 'no-store' }).end();
}
