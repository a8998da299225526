import { isJsonObject, parseJson } from '../core/json.js';
import { encodeEvents } from './encode-events.js';
import type { EventElement } from './encode-events.js';
import { readAnswer } from './fetch-chunks.js';
import type { CallFailure } from './fetch-chunks.js';
import type { ApiOutcome, CallLimits, Transport } from './transport.js';

/** What the API says of events that it took. */
export interface SentEvents {
  /** `req_id`, by which the vendor finds the call. */
  readonly requestId: string | undefined;
}

/** Reports events of at most 100 customers, each of whom has one element. */
export function postEvents(
  transport: Transport,
  elements: readonly EventElement[],
  limits: CallLimits,
): Promise<ApiOutcome> {
  return transport.send({ method: 'POST', path: '/experiences/events', body: encodeEvents(elements) }, limits);
}

/** Whether the status says that the events were taken. A proxy in front of the API may say so in its own way. */
export function meansTaken(status: number): boolean {
  return status >= 200 && status < 300;
}

/** What the API said of a report; nothing where it took it without a word that can be read. */
export function readReceipt(outcome: ApiOutcome): SentEvents | CallFailure {
  const isTaken = outcome.kind === 'answered' && meansTaken(outcome.status);
  const read = isTaken ? { body: parseJson(outcome.body) } : readAnswer(outcome);
  if ('reason' in read) return read;
  const requestId = isJsonObject(read.body) ? read.body.req_id : undefined;
  return { requestId: typeof requestId === 'string' ? requestId : undefined };
}
