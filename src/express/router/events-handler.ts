import type { Request, Response } from 'express';
import type { Clock } from '../../core/clock.js';
import type { Mark, MarkSealer } from '../../events/mark.js';
import { createAddressLimit } from './address-limit.js';
import { peekedText } from './peek-body.js';
import { readBody } from './read-body.js';
import type { Happening, RecordReport } from './recorder.js';
import type { RefusalReason, ReportCounters } from './report-counts.js';
import { parseEvents } from './reported-events.js';
import type { ReportedEvent } from './reported-events.js';
import { answerReport, findFlaw, reportLimits } from './report-request.js';
import { isSameOrigin } from './same-origin.js';

export interface EventsPorts {
  readonly sealer: MarkSealer;
  readonly record: RecordReport;
  readonly counters: ReportCounters;
  readonly clock: Clock;
  /** Whose request it is, for the limit; `undefined`: not to be told, and not limited. */
  readonly addressOf: (req: Request) => string | undefined;
  /** Why nothing that the request says is counted; asked where there is something to count. */
  readonly findObjection: (req: Request) => RefusalReason | undefined;
  /** Hears of each request that is one too many from its address. */
  readonly onLimited: (req: Request) => void;
}

const requestsPerMinute = 60;

/** What a request's body is: parsed or read by somebody before, or `undefined` where it is still to be read. */
function findParsed(req: Request): { readonly body: unknown } | undefined {
  const text = peekedText(req);
  if (text !== undefined) return { body: text };
  return req.readableDidRead || req.readableEnded || req.destroyed ? { body: req.body } : undefined;
}

/** What an event is about, or why it is refused. */
function openReport(
  event: ReportedEvent | undefined,
  sealer: MarkSealer,
): { readonly mark: Mark; readonly happening: Happening } | RefusalReason {
  if (event === undefined) return 'MALFORMED';
  const mark = sealer.open(event.token);
  return mark === undefined ? 'BAD_TOKEN' : { mark, happening: event.happening };
}

/**
 * `POST events`: takes what the browser script reports. The answer is always the same, so that it tells nothing of what
 * came of it; what is cheap to find is looked for first.
 */
export function createEventsHandler(ports: EventsPorts): (req: Request, res: Response) => Promise<void> {
  const { sealer, record, counters, clock, addressOf, findObjection, onLimited } = ports;
  const limit = createAddressLimit(requestsPerMinute, clock);

  const recordAll = (req: Request, body: unknown): void => {
    const events = parseEvents(body);
    if (events === undefined) counters.refused('MALFORMED');
    const reported = (events ?? []).map((event) => openReport(event, sealer));
    // Junk is not worth asking the application about its sender.
    const objection = reported.some((report) => typeof report === 'object') ? findObjection(req) : undefined;
    for (const report of reported) {
      if (typeof report === 'string') counters.refused(report);
      else if (objection !== undefined) counters.refused(objection);
      else record(report.mark, report.happening);
    }
  };

  const findRefusal = (req: Request): RefusalReason | undefined => {
    if (!isSameOrigin(req)) return 'CROSS_SITE';
    const address = addressOf(req);
    if (address === undefined || limit.take(address)) return findFlaw(req);
    onLimited(req);
    return 'RATE_LIMITED';
  };

  return async (req, res) => {
    const refusal = findRefusal(req);
    if (refusal !== undefined) {
      counters.refused(refusal);
    } else {
      const parsed = findParsed(req);
      const outcome = parsed ?? (await readBody(req, { ...reportLimits, clock }));
      if ('body' in outcome) recordAll(req, outcome.body);
      else if (outcome.kind === 'text') recordAll(req, outcome.text);
      else counters.refused(outcome.reason);
    }
    answerReport(req, res);
  };
}
