import type { Attributes } from '@opentelemetry/api';
import type { FailureReason } from '../../core/experience.js';
import type { CallEvent, DeliveryEvent, ResolveEvent } from '../../core/observer.js';
import * as names from './names.js';

/** What is said of something that failed. Not of a default that stands in because nothing matched. */
const failures: ReadonlySet<string> = new Set(
  Object.keys({
    TIMEOUT: true,
    NETWORK_ERROR: true,
    HTTP_ERROR: true,
    UNAUTHORIZED: true,
    RATE_LIMITED: true,
    BREAKER_OPEN: true,
    OVERLOADED: true,
    BAD_RESPONSE: true,
    ABORTED: true,
    INTERNAL_ERROR: true,
  } satisfies Record<FailureReason | 'INTERNAL_ERROR', true>),
);

/** A visitor who left is no error, although there is no answer. */
export const isError = (errorType: unknown): boolean => errorType !== undefined && errorType !== 'ABORTED';

function failed(errorType: string | undefined): Attributes {
  return errorType === undefined ? {} : { [names.errorType]: errorType };
}

/** What came of a call: the status, and the error where it was none of 200 to 299. */
function describeAnswer({ status, reason }: Pick<DeliveryEvent, 'status' | 'reason'>): Attributes {
  if (status === undefined) return failed(reason);
  return { [names.httpStatus]: status, ...failed(status >= 200 && status < 300 ? undefined : String(status)) };
}

/** A call, for its span and for its metric. */
export function describeCall(event: CallEvent): Attributes {
  return { [names.httpMethod]: event.method, [names.urlTemplate]: event.endpoint, ...describeAnswer(event) };
}

export function describeDelivery(event: DeliveryEvent): Attributes {
  return { [names.eventCount]: event.events, ...describeAnswer(event) };
}

/** What a question failed with, if with anything: of several reasons the first. */
export function describeFailure({ experiences }: ResolveEvent): Attributes {
  return failed(Object.values(experiences).find(({ reason }) => reason !== undefined && failures.has(reason))?.reason);
}

/** A question, without its keys: `personalization.resolve` takes any, one made of a visitor's id among them. */
export function describeResolve(event: ResolveEvent): Attributes {
  const found = Object.values(event.experiences);
  return {
    [names.keyCount]: found.length,
    [names.sources]: [...new Set(found.map(({ source }) => source))],
    [names.reasons]: [...new Set(found.flatMap(({ reason }) => reason ?? []))],
    ...describeFailure(event),
  };
}
