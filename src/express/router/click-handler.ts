import type { Request, Response } from 'express';
import type { Mark, MarkSealer } from '../../events/mark.js';
import { answerNoTarget, readClickToken } from './click-request.js';
import type { RecordReport } from './recorder.js';
import type { RefusalReason, ReportCounters } from './report-counts.js';

export interface ClickPorts {
  readonly sealer: MarkSealer;
  readonly record: RecordReport;
  readonly counters: ReportCounters;
  /** Why nothing that the request says is counted. */
  readonly findObjection: (req: Request) => RefusalReason | undefined;
}

/** Whether somebody followed the link, on a page of this site as far as the browser says where it was. */
function isClick(req: Request): boolean {
  const site = req.headers['sec-fetch-site'] ?? 'same-origin';
  return req.method === 'GET' && site === 'same-origin';
}

/**
 * `GET click`: records a click and leads on to where the token says, for links that work without JavaScript. A link of
 * an old page still leads there, and is not recorded.
 */
export function createClickHandler(ports: ClickPorts): (req: Request, res: Response) => void {
  const { sealer, record, counters, findObjection } = ports;

  const recordClick = (req: Request, mark: Mark): void => {
    const objection = findObjection(req);
    if (objection === undefined) record(mark, 1);
    else counters.refused(objection);
  };

  return (req, res) => {
    const link = sealer.openLink(readClickToken(req));
    if (link?.mark === undefined) counters.refused('BAD_TOKEN');
    else if (isClick(req)) recordClick(req, link.mark);
    if (link === undefined) {
      answerNoTarget(res);
      return;
    }
    res.setHeader('Cache-Control', 'no-store');
    res.writeHead(302, { Location: link.target, 'Content-Length': 0 }).end();
  };
}
