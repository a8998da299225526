import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock.js';
import type { Warnings } from '../../core/warnings.js';
import type { MarkSealer } from '../../events/mark.js';
import { reportInternal } from '../report-internal.js';
import { answerNoTarget, readClickToken } from './click-request.js';
import { peekBody } from './peek-body.js';
import type { Refusals } from './peek-body.js';
import type { RefusalReason, ReportCounters } from './report-counts.js';
import { parseEvents } from './reported-events.js';
import { answerReport, findFlaw, reportLimits } from './report-request.js';

export interface JunkFilterPorts {
  /** Where the router is mounted, as browsers see it. */
  readonly routerPath: string;
  readonly sealer: MarkSealer;
  readonly counters: ReportCounters;
  readonly clock: Clock;
  readonly warnings: Warnings;
}

/** To open a token costs more than all else, and the limit for each address is behind this. */
const mostOpened = 5;

/** Whether the browser itself says so, or nothing: of what it says of a host, only the application knows what it means. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined ? headers.origin === undefined : site !== 'same-origin';
}

class JunkFilter {
  readonly #ports: JunkFilterPorts;
  readonly #next: RequestListener;
  readonly #reports: string;
  readonly #clicks: string;
  readonly #waiting: (() => void)[] = [];

  constructor(ports: JunkFilterPorts, next: RequestListener) {
    this.#ports = ports;
    this.#next = next;
    this.#reports = `${ports.routerPath}/events`;
    this.#clicks = `${ports.routerPath}/click?`;
  }

  take(...[req, res]: Parameters<RequestListener>): void {
    const { method, url = '' } = req;
    if (method === 'POST' && url === this.#reports) {
      this.#inTurn(() => {
        this.#filterReport(req, res);
      });
    } else if (method === 'GET' && url.startsWith(this.#clicks)) {
      this.#inTurn(() => {
        this.#filterClick(req, res);
      });
    } else this.#next(req, res);
  }

  /** One a turn of the loop: what floods in must not make long the turns in which pages go on. */
  #inTurn(work: () => void): void {
    this.#waiting.push(work);
    if (this.#waiting.length === 1) this.#workOn();
  }

  #workOn(): void {
    this.#ports.clock.nextTurn(() => {
      const work = this.#waiting.shift();
      // First, since the application may throw.
      if (this.#waiting.length > 0) this.#workOn();
      work?.();
    });
  }

  #filterClick(...[req, res]: Parameters<RequestListener>): void {
    if (!this.#isForged(req)) {
      this.#next(req, res);
      return;
    }
    this.#ports.counters.refused('BAD_TOKEN');
    answerNoTarget(res);
  }

  #filterReport(...[req, res]: Parameters<RequestListener>): void {
    const length = Number(req.headers['content-length']);
    const flaw = isFromElsewhere(req) ? 'CROSS_SITE' : findFlaw(req);
    if (flaw !== undefined) this.#refuse(req, res, [flaw]);
    else if (req.destroyed) this.#refuse(req, res, ['INCOMPLETE']);
    else if (Number.isInteger(length)) void this.#lookInto(length, req, res);
    // No browser sends a report in pieces of which nobody knows how many there are.
    else this.#next(req, res);
  }

  async #lookInto(length: number, ...[req, res]: Parameters<RequestListener>): Promise<void> {
    const judge = (text: string): Refusals => this.#judge(text);
    const refusals = await peekBody(req, {
      length,
      timeoutMs: reportLimits.timeoutMs,
      clock: this.#ports.clock,
      judge,
    });
    if (refusals === undefined) this.#next(req, res);
    else this.#refuse(req, res, refusals);
  }

  #refuse(req: IncomingMessage, res: ServerResponse, reasons: readonly RefusalReason[]): void {
    for (const reason of reasons) this.#ports.counters.refused(reason);
    answerReport(req, res);
  }

  #judge(text: string): Refusals {
    const events = parseEvents(text);
    if (events === undefined) return ['MALFORMED'];
    const sealed = events.filter((event) => event !== undefined);
    if (sealed.length > mostOpened || sealed.some(({ token }) => this.#opens(token))) return undefined;
    return events.map((event) => (event === undefined ? 'MALFORMED' : 'BAD_TOKEN'));
  }

  /** What can't be told is the router's to find out. */
  #opens(token: string): boolean {
    return this.#safely(() => this.#ports.sealer.open(token) !== undefined, true);
  }

  #isForged(req: IncomingMessage): boolean {
    return this.#safely(() => this.#ports.sealer.openLink(readClickToken(req)) === undefined, false);
  }

  #safely(look: () => boolean, otherwise: boolean): boolean {
    try {
      return look();
    } catch (thrown) {
      reportInternal(thrown, this.#ports.warnings);
      return otherwise;
    }
  }
}

/**
 * In front of the application: answers itself, as the router would, what no page of this site can have sent, and hands on
 * everything else. A request costs Express several times what it costs Node, whatever comes of it, and that is what somebody
 * who floods a site counts on. What the application decides, it decides as before: whose addresses are limited, who agreed
 * to be counted, who is a bot.
 */
export function createJunkFilter(ports: JunkFilterPorts): (next: RequestListener) => RequestListener {
  return (next) => {
    const filter = new JunkFilter(ports, next);
    return (req, res) => {
      filter.take(req, res);
    };
  };
}
