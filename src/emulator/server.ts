import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { jsonAnswer } from './api/answer.js';
import type { Api } from './api/api.js';
import type { ApiRequest, Handled } from './api/exchange.js';
import { routeOf } from './api/routes.js';
import { decodeBody, readBody } from './api/body.js';
import { answerControl, isControlPath } from './control/control.js';
import type { ControlTarget } from './control/control.js';
import { isLoopbackHost } from './control/guard.js';
import { deliver, send } from './faults/delivery.js';
import type { Fault } from './faults/fault.js';
import { isSilent, substituteFor } from './faults/substitute.js';
import type { CallOutcome, WritableLedger } from './ledger/ledger.js';

export interface ServerParts {
  readonly api: Api;
  readonly ledger: WritableLedger;
  readonly control: ControlTarget;
  readonly rateLimit: () => number;
  readonly now: () => number;
}

/** The endpoint's answer, unless the fault stands in its place. */
function handle(request: ApiRequest, fault: Fault | undefined, { api, rateLimit, now }: ServerParts): Handled {
  const substitute = substituteFor(fault, rateLimit(), now());
  if (substitute !== undefined) return { answer: substitute, summary: 'not looked at' };
  if (isSilent(fault)) return { answer: jsonAnswer(200, {}), summary: 'not looked at' };
  return api.handle(request);
}

/** Larger ones are not kept: the ledger holds hundreds. */
const maxShownBytes = 256 * 1024;

/** The body as the ledger shows it. */
function shownBody(body: Buffer | undefined): unknown {
  const decoded = body !== undefined && body.length <= maxShownBytes ? decodeBody(body) : undefined;
  return decoded?.ok === true ? decoded.value : undefined;
}

/** Tells the ledger how the call ended, once its connection is done with it. */
function watchEnd(response: ServerResponse, fault: Fault | undefined, end: (outcome: CallOutcome) => void): void {
  if (response.socket?.destroyed !== false) {
    // The client did not wait for so much as this, and no event will tell.
    end('client-gone');
    return;
  }
  let isWhole = false;
  const isCut = fault?.kind === 'reset' || fault?.kind === 'truncated';
  response.once('finish', () => {
    isWhole = true;
  });
  response.once('close', () => {
    end(isCut ? 'cut' : isWhole ? 'answered' : 'client-gone');
  });
}

async function answerApi(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  parts: ServerParts,
): Promise<void> {
  const startedMs = performance.now();
  const at = parts.now();
  const { pathname, searchParams, search } = url;
  const { method = 'GET', headers } = request;
  const apiRequest = { method, path: pathname, query: searchParams, headers, body: await readBody(request) };
  const fault = parts.control.faults.take(pathname);
  const handled = handle(apiRequest, fault, parts);
  const call = parts.ledger.open({
    at,
    endpoint: routeOf(pathname)?.endpoint ?? 'unknown',
    method,
    path: `${pathname}${search}`,
    status: isSilent(fault) ? undefined : handled.answer.status,
    fault: fault?.kind,
    request: shownBody(apiRequest.body),
    summary: handled.summary ?? 'refused',
    problem: handled.problem,
    visitor: handled.visitor,
    keys: handled.keys ?? [],
  });
  for (const event of handled.events ?? []) parts.ledger.addEvent(call.id, event);
  watchEnd(response, fault, (outcome) => {
    call.end(outcome, Math.round(performance.now() - startedMs));
  });
  deliver(handled.answer, fault, response);
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: ServerParts): Promise<void> {
  if (!isLoopbackHost(request.headers.host)) {
    send(
      jsonAnswer(403, { title: 'Request Error', description: 'The emulator answers to loopback names only.' }),
      response,
    );
    return;
  }
  const url = new URL(request.url ?? '/', 'http://emulator.invalid');
  if (isControlPath(url.pathname)) await answerControl(url.pathname, request, response, parts.control);
  else await answerApi(url, request, response, parts);
}

/** The emulator's HTTP server, not listening yet. */
export function createEmulatorServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    answer(request, response, parts).catch(() => {
      // The client went away while it was sending, or asked for an address that is none.
      response.destroy();
    });
  });
}
