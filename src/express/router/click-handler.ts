import type { Request, Response } from 'express';
import { isVisit } from '../../context/visit.js';
import type { MarkSealer } from '../../events/mark.js';
import type { RecordReport } from './recorder.js';
import type { ReportCounters } from './report-counts.js';

export interface ClickPorts {
  readonly sealer: MarkSealer;
  readonly record: RecordReport;
  readonly counters: ReportCounters;
}

function readToken({ url }: Request): string {
  const start = url.indexOf('?');
  return (start === -1 ? null : new URLSearchParams(url.slice(start)).get('t')) ?? '';
}

/** Whether somebody followed the link, on a page of this site as far as the browser says where it was. */
function isClick(req: Request): boolean {
  const site = req.headers['sec-fetch-site'] ?? 'same-origin';
  return req.method === 'GET' && site === 'same-origin' && isVisit(req);
}

/**
 * `GET click`: records a click and leads on to where the token says, for links that work without JavaScript. A link of
 * an old page still leads there, and is not recorded.
 */
export function createClickHandler({ sealer, record, counters }: ClickPorts): (req: Request, res: Response) => void {
  return (req, res) => {
    const link = sealer.openLink(readToken(req));
    if (link?.mark === undefined) counters.refused('BAD_TOKEN');
    else if (isClick(req)) record(link.mark, 1);
    res.setHeader('Cache-Control', 'no-store');
    if (link !== undefined) res.writeHead(302, { Location: link.target, 'Content-Length': 0 }).end();
    else res.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
  };
}
