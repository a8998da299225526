import type { IncomingMessage, ServerResponse } from 'node:http';

import { jsonAnswer } from '../api/answer.js';
import type { Answer } from '../api/answer.js';
import { decodeBody, readBody } from '../api/body.js';
import { EmulatorError } from '../error.js';
import { parseFault, parseFaultFilter } from '../faults/fault.js';
import type { FaultBoard } from '../faults/fault-board.js';
import { send } from '../faults/delivery.js';
import type { Ledger } from '../ledger/ledger.js';
import { pageHtml } from '../page/html.js';
import { pageIcon } from '../page/icon.js';
import { pageScript } from '../page/script.js';
import { pageStyle } from '../page/style.js';
import { isForeign } from './guard.js';
import { makePreviewLink } from './preview.js';
import type { EmulatorState } from './state.js';
import type { EventStream } from './stream.js';

export const controlPrefix = '/__emulator';

export interface ControlTarget {
  readonly ledger: Ledger;
  readonly faults: FaultBoard;
  readonly stream: EventStream;
  readonly state: () => EmulatorState;
  /** Whether the configuration was good. */
  readonly reload: () => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const pageHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

function asset(type: string, body: string): Answer {
  return { status: 200, headers: { 'content-type': `${type}; charset=utf-8`, ...pageHeaders }, body };
}

function json(status: number, value: unknown): Answer {
  return jsonAnswer(status, value, pageHeaders);
}

function error(status: number, message: string): Answer {
  return json(status, { error: message });
}

type Handler = (request: IncomingMessage, target: ControlTarget) => Answer | Promise<Answer>;

/** `{ kind, …, path?, times? }` sets a fault; without a `kind`, the fault of that path, or every one, is taken away. */
function applyFault(body: Readonly<Record<string, unknown>>, faults: FaultBoard): void {
  const { path, times, ...fault } = body;
  const filter = parseFaultFilter({
    ...(path === undefined ? {} : { path }),
    ...(times === undefined ? {} : { times }),
  });
  faults.set(Object.keys(fault).length === 0 ? undefined : parseFault(fault), filter);
}

/** Answers a posted JSON object with what is made of it, or with what is wrong with it. */
async function answerPosted(
  request: IncomingMessage,
  make: (body: Readonly<Record<string, unknown>>) => unknown,
): Promise<Answer> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return error(415, 'the body must be application/json');
  }
  const body = decodeBody(await readBody(request));
  if (!body.ok) return error(400, body.refusal.problem);
  try {
    return json(200, make(body.value));
  } catch (caught) {
    if (caught instanceof EmulatorError) return error(400, caught.message);
    throw caught;
  }
}

const setFault: Handler = (request, { faults }) =>
  answerPosted(request, (body) => {
    applyFault(body, faults);
    return { faults: faults.active };
  });

const makePreview: Handler = (request, { state, now }) =>
  answerPosted(request, (body) => makePreviewLink(body, { workspaceId: state().workspaceId, now }));

function entriesOf({ calls, events, reports }: Ledger): Pick<Ledger, 'calls' | 'events' | 'reports'> {
  return { calls, events, reports };
}

/** By method and path. */
const handlers: Readonly<Record<string, Handler>> = {
  'GET /': () => asset('text/html', pageHtml),
  [`GET ${controlPrefix}/icon.svg`]: () => asset('image/svg+xml', pageIcon),
  [`GET ${controlPrefix}/page.css`]: () => asset('text/css', pageStyle),
  [`GET ${controlPrefix}/page.js`]: () => asset('text/javascript', pageScript),
  [`GET ${controlPrefix}/state`]: (_, { state }) => json(200, state()),
  [`GET ${controlPrefix}/ledger`]: (_, { ledger }) => json(200, entriesOf(ledger)),
  [`DELETE ${controlPrefix}/ledger`]: (_, { ledger }) => {
    ledger.clear();
    return json(200, entriesOf(ledger));
  },
  [`POST ${controlPrefix}/fault`]: setFault,
  [`DELETE ${controlPrefix}/fault`]: (_, { faults }) => {
    faults.set(undefined);
    return json(200, { faults: [] });
  },
  [`POST ${controlPrefix}/preview`]: makePreview,
  [`POST ${controlPrefix}/reload`]: (_, { reload, state }) =>
    json(reload() ? 200 : 422, { problems: state().problems }),
};

export function isControlPath(path: string): boolean {
  return path === '/' || path === '/favicon.ico' || path.startsWith(`${controlPrefix}/`);
}

/** Answers the page and the endpoints beside the API. */
export async function answerControl(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  target: ControlTarget,
): Promise<void> {
  const route = `${request.method ?? ''} ${path}`;
  if (path !== '/' && isForeign(request.headers)) {
    send(error(403, 'only pages of the emulator itself may ask for this'), response);
  } else if (route === `GET ${controlPrefix}/stream`) {
    if (!target.stream.add(response)) send(error(503, 'too many pages are open'), response);
  } else {
    const handler = Object.hasOwn(handlers, route) ? handlers[route] : undefined;
    send(handler === undefined ? error(404, 'there is nothing here') : await handler(request, target), response);
  }
}
