import type { FailureReason } from '../core/experience.js';
import { parseJson } from '../core/json.js';
import { decodeFetch } from './decode-fetch.js';
import type { DecodedFetch } from './decode-fetch.js';
import { encodeFetch, maxKeysPerCall } from './encode-fetch.js';
import type { FetchContext } from './encode-fetch.js';
import type { ApiOutcome, CallLimits, Transport } from './transport.js';

export type Keys = readonly string[] | 'all';

/** Why a call brought nothing. */
export interface CallFailure {
  readonly reason: FailureReason;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
}

/** What came of one call, with the keys that it asked for. */
export type ChunkOutcome =
  | { readonly kind: 'fetched'; readonly keys: Keys; readonly answer: DecodedFetch }
  | { readonly kind: 'failed'; readonly keys: Keys; readonly failure: CallFailure };

function reasonOfStatus(status: number): FailureReason {
  if (status === 401 || status === 403) return 'UNAUTHORIZED';
  return status === 429 ? 'RATE_LIMITED' : 'HTTP_ERROR';
}

/** The parsed body of a 200, or why there is none. */
export function readAnswer(outcome: ApiOutcome): { readonly body: unknown } | CallFailure {
  if (outcome.kind === 'failed') return { reason: outcome.reason, status: undefined };
  if (outcome.status !== 200) return { reason: reasonOfStatus(outcome.status), status: outcome.status };
  return { body: parseJson(outcome.body) };
}

function chunksOf(keys: readonly string[]): readonly Keys[] {
  const count = Math.ceil(keys.length / maxKeysPerCall);
  return Array.from({ length: count }, (_, index) => keys.slice(index * maxKeysPerCall, (index + 1) * maxKeysPerCall));
}

function readChunk(outcome: ApiOutcome, keys: Keys): ChunkOutcome {
  const read = readAnswer(outcome);
  if ('reason' in read) return { kind: 'failed', keys, failure: read };
  const answer = decodeFetch(read.body);
  if (answer) return { kind: 'fetched', keys, answer };
  return { kind: 'failed', keys, failure: { reason: 'BAD_RESPONSE', status: 200 } };
}

/** A list of one, since that is what as good as every page waits for. */
function fetchChunk(
  transport: Transport,
  context: FetchContext,
  keys: Keys,
  limits: CallLimits,
): Promise<readonly ChunkOutcome[]> {
  const body = encodeFetch(context, keys);
  return transport
    .send({ method: 'POST', path: '/experiences/fetch', body }, limits)
    .then((outcome) => [readChunk(outcome, keys)]);
}

/**
 * Asks for the keys in as few calls as the API allows, side by side. Each call comes to its own end, so that one which
 * fails costs its own keys only. Never rejects.
 */
export function fetchChunks(
  transport: Transport,
  context: FetchContext,
  keys: Keys,
  limits: CallLimits,
): Promise<readonly ChunkOutcome[]> {
  if (keys === 'all' || (keys.length > 0 && keys.length <= maxKeysPerCall)) {
    return fetchChunk(transport, context, keys, limits);
  }
  const chunks = chunksOf(keys).map((chunk) => fetchChunk(transport, context, chunk, limits));
  return Promise.all(chunks).then((outcomes) => outcomes.flat());
}
