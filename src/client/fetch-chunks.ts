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

async function fetchChunk(
  transport: Transport,
  context: FetchContext,
  keys: Keys,
  limits: CallLimits,
): Promise<ChunkOutcome> {
  const body = encodeFetch(context, keys);
  const read = readAnswer(await transport.send({ method: 'POST', path: '/experiences/fetch', body }, limits));
  if ('reason' in read) return { kind: 'failed', keys, failure: read };
  const answer = decodeFetch(read.body);
  if (answer) return { kind: 'fetched', keys, answer };
  return { kind: 'failed', keys, failure: { reason: 'BAD_RESPONSE', status: 200 } };
}

/**
 * Asks for the keys in as few calls as the API allows, side by side. Each call comes to its own end, so that one which
 * fails costs its own keys only. Never rejects.
 */
export async function fetchChunks(
  transport: Transport,
  context: FetchContext,
  keys: Keys,
  limits: CallLimits,
): Promise<readonly ChunkOutcome[]> {
  // As good as every page; and waiting for a list of one would take longer than for the one.
  if (keys === 'all' || (keys.length > 0 && keys.length <= maxKeysPerCall)) {
    return [await fetchChunk(transport, context, keys, limits)];
  }
  return Promise.all(chunksOf(keys).map((chunk) => fetchChunk(transport, context, chunk, limits)));
}
