import type { CallFailure, Keys } from '../client/fetch-chunks.js';
import type { DecodedFetch } from '../client/decode-fetch.js';
import type { CallLimits } from '../client/transport.js';
import type { VisitorContext } from '../core/visitor-context.js';

/** What came of asking for some keys, and from where. */
export type SourcedOutcome =
  | {
      readonly kind: 'fetched';
      readonly keys: Keys;
      readonly answer: DecodedFetch;
      readonly source: 'network' | 'cache' | 'stale';
    }
  | { readonly kind: 'failed'; readonly keys: Keys; readonly failure: CallFailure }
  /** Not asked for, since the metadata says that nobody would match. */
  | { readonly kind: 'inactive'; readonly keys: readonly string[] };

/** The port that the network implements and that coalescing and cache both wrap and implement. Never rejects. */
export type Ask = (visitor: VisitorContext, keys: Keys, limits: CallLimits) => Promise<readonly SourcedOutcome[]>;
