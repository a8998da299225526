import type { IncomingHttpHeaders } from 'node:http';

import type { EventDraft, KeyExplanation, LedgerVisitor } from '../ledger/ledger.js';
import type { Answer } from './answer.js';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** `undefined` where it was too long to be read. */
  readonly body: Buffer | undefined;
}

/** An answer, and what the ledger tells about it. */
export interface Handled {
  readonly answer: Answer;
  readonly summary?: string;
  readonly problem?: string;
  readonly visitor?: LedgerVisitor;
  readonly keys?: readonly KeyExplanation[];
  readonly events?: readonly EventDraft[];
}
