import type { FailureReason } from '../core/experience.js';

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
  readonly signal?: AbortSignal | undefined;
}

/** What came of a call. An answer of any status is an answer; what it means is not the transport's to say. */
export type ApiOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: string;
    }
  | { readonly kind: 'failed'; readonly reason: FailureReason };

/** The port that the wire implements and that each decorator both wraps and implements. Never rejects. */
export interface Transport {
  send(request: ApiRequest, limits: CallLimits): Promise<ApiOutcome>;
  /** Frees sockets; a call under way fails. */
  close(): Promise<void>;
}
