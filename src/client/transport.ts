import type { FailureReason } from '../core/experience.js';
import type { CallSignal } from './call-signal.js';

/** One call of the API, ready to send. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST';
  /** Behind the base URL, with its query: `/experiences/fetch`. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
}

/** How long a call may take and who may end it sooner. */
export interface CallLimits {
  /** Absolute, on the clock's monotonic scale. */
  readonly deadline: number;
  readonly signal?: CallSignal | undefined;
  /** Whether nobody waits for it: it is to replace an answer that is there. Default: `false`. */
  readonly isRefresh?: boolean | undefined;
}

/** What the headers of an answer say about the next call; raw, as anything may stand there. */
export interface RateAdvice {
  /** `Retry-After`: seconds or a date. */
  readonly retryAfter?: string;
  /** `x-ratelimit-remaining`. */
  readonly remaining?: string;
  /** `x-ratelimit-reset`: epoch seconds. */
  readonly reset?: string;
}

/** A call that brought no answer. */
export interface FailedCall {
  readonly kind: 'failed';
  readonly reason: FailureReason;
  /**
   * `unanswered`: the connection was refused, or a kept one turned out to be dead, so that asking once more makes
   * sense. `stalled`: this process was too busy to notice in time, which is no fault of the API's.
   */
  readonly detail?: 'unanswered' | 'stalled' | undefined;
}

/** What came of a call. An answer of any status is an answer; what it means is not the transport's to say. */
export type ApiOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
      readonly advice?: RateAdvice | undefined;
    }
  | FailedCall;

/** Reasons of an `AbortSignal` that mean: time is up, for whoever waited. Any other: nobody wants the answer. */
export const deadlinePassed: unique symbol = Symbol('the deadline passed');
export const processStalled: unique symbol = Symbol('the deadline passed while this process was busy');

/** What a call failed with that was aborted for this reason. */
export function outcomeOfAbort(abortReason: unknown): FailedCall {
  if (abortReason === deadlinePassed) return { kind: 'failed', reason: 'TIMEOUT' };
  if (abortReason === processStalled) return { kind: 'failed', reason: 'TIMEOUT', detail: 'stalled' };
  return { kind: 'failed', reason: 'ABORTED' };
}

/** The port that the wire implements and that each decorator both wraps and implements. Never rejects. */
export interface Transport {
  send(request: ApiRequest, limits: CallLimits): Promise<ApiOutcome>;
  /** Frees sockets; a call under way fails. */
  close(): Promise<void>;
}

/** The same transport with another way to send. */
export function wrapTransport(transport: Transport, send: Transport['send']): Transport {
  return { send, close: () => transport.close() };
}
