import type { RequestListener } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { cleanIp } from '../../context/ip-address.js';
import type { VisitorReader } from '../../context/visitor-reader.js';
import type { Clock } from '../../core/clock.js';
import type { Warnings } from '../../core/warnings.js';
import type { MarkSealer } from '../../events/mark.js';
import type { TrackedEvent } from '../../core/tracked-event.js';
import { reportInternal } from '../report-internal.js';
import { createClickHandler } from './click-handler.js';
import { createEventsHandler } from './events-handler.js';
import { createJunkFilter } from './junk-filter.js';
import { createRecorder } from './recorder.js';
import type { RecordReport } from './recorder.js';
import { createReportCounters } from './report-counts.js';
import type { RefusalReason, ReportCounts } from './report-counts.js';
import { createScriptHandler } from './script-handler.js';

export interface BrowserRouterPorts {
  /** Text of the browser script. */
  readonly script: string;
  /** Where it is mounted, as browsers see it. */
  readonly routerPath: string;
  readonly sealer: MarkSealer;
  /** Takes an event at once. */
  readonly track: (event: TrackedEvent) => void;
  readonly clock: Clock;
  readonly warnings: Warnings;
  /** Who makes a request, and what they have agreed to. */
  readonly visitors: Pick<VisitorReader, 'consent' | 'visit'>;
  /** The visitor's address, whole. Where it finds none, the connection's counts. */
  readonly addressOf: (req: Request) => string | undefined;
}

/** Browser traffic: the script, what it reports, and links that count. */
export interface BrowserRouter {
  /** Mounted by the application at a path of its own. Leaves alone whatever it does not know, and never fails. */
  readonly handler: RequestHandler;
  /** Where the script is, from the path at which the router is mounted: no slash in front. */
  readonly scriptPath: string;
  readonly counts: () => ReportCounts;
  /** In front of the application: what no page of this site can have sent does not get to it. Never throws. */
  readonly refuseJunk: (next: RequestListener) => RequestListener;
}

type Handle = (req: Request, res: Response) => Promise<void> | void;

const scriptPattern = /^\/script(?:-[\da-f]{1,64})?\.js$/;

/** An address that everybody seems to come from: that of a proxy which the application does not trust. */
function warnOfLimit(req: Request, warnings: Warnings): void {
  if (req.headers['x-forwarded-for'] === undefined) return;
  warnings.once(
    'MOE_WARN_CLIENT_IP',
    'router',
    "Reports of browsers are refused, since more than 60 a minute come from one address: is 'trust proxy' set?",
  );
}

/** Asked at each report: a page may be open for longer than its visitor agrees to be counted. */
function objectTo(visitors: BrowserRouterPorts['visitors']): (req: Request) => RefusalReason | undefined {
  return (req) => {
    const visit = visitors.visit(req);
    if (visit !== 'VISITOR') return visit;
    return visitors.consent(req) === 'full' ? undefined : 'NO_CONSENT';
  };
}

export function createBrowserRouter(ports: BrowserRouterPorts): BrowserRouter {
  const { script, routerPath, sealer, track, clock, warnings, visitors } = ports;
  const counters = createReportCounters();
  const recordReport = createRecorder({ sealer, track, clock, counters });
  // What fails here must not keep a visitor from where a link leads.
  const record: RecordReport = (mark, happening) => {
    try {
      recordReport(mark, happening);
    } catch (thrown) {
      reportInternal(thrown, warnings);
    }
  };
  const findObjection = objectTo(visitors);
  const served = createScriptHandler(script);
  const click = createClickHandler({ sealer, record, counters, findObjection });
  const takeEvents = createEventsHandler({
    sealer,
    record,
    counters,
    clock,
    findObjection,
    // A socket of both families writes IPv4 addresses as parts of one IPv6 network.
    addressOf: (req) => ports.addressOf(req) ?? cleanIp(req.socket.remoteAddress),
    onLimited: (req) => {
      warnOfLimit(req, warnings);
    },
  });

  const find = ({ method, path }: Request): Handle | undefined => {
    if (method === 'POST') return path === '/events' ? takeEvents : undefined;
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (path === '/click') return click;
    return scriptPattern.test(path) ? served.handle : undefined;
  };

  const serve = async (handle: Handle, req: Request, res: Response): Promise<void> => {
    try {
      await handle(req, res);
    } catch (thrown) {
      // None of them is meant to throw. Should one all the same, the browser gets the answer that it always gets.
      reportInternal(thrown, warnings);
      if (!res.headersSent) res.writeHead(204).end();
    }
  };

  return {
    handler: (req, res, next) => {
      const handle = find(req);
      if (handle === undefined) next();
      else void serve(handle, req, res);
    },
    scriptPath: served.name,
    counts: () => counters.snapshot(),
    refuseJunk: createJunkFilter({ routerPath, sealer, counters, clock, warnings }),
  };
}
