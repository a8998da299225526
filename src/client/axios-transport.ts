import { Pool } from 'undici';
import type { ClientOptions } from '../config/resolved-options.js';
import { isJsonObject } from '../core/json.js';
import { requestByForeign, requestByPool } from './axios-requests.js';
import type { CallSignal } from './call-signal.js';
import { maxCallsUnderWay } from './guarded-transport.js';
import { UnansweredError } from './pool-call.js';
import { createPoolConnector } from './pool-connector.js';
import { UnreadableBodyError } from './response-body.js';
import { outcomeOfAbort } from './transport.js';
import type { ApiOutcome, ApiRequest, CallLimits, RateAdvice, Transport } from './transport.js';

/**
 * No page waits for a connection beyond its own deadline. This only ends attempts that nobody waits for any more, and
 * leaves room for routes that are more patient than the rest.
 */
const leastConnectMs = 2_000;

/** Codes with which undici and axios's own adapters say that time ran out. */
const timeoutCodes: ReadonlySet<unknown> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'ECONNABORTED']);

/** Of an error only its kind is kept: it may hold the request, and with it the credentials and the visitor's data. */
function kindOf(error: unknown): ApiOutcome {
  if (error instanceof UnreadableBodyError) return { kind: 'failed', reason: 'BAD_RESPONSE' };
  if (error instanceof UnansweredError) return { kind: 'failed', reason: 'NETWORK_ERROR', detail: 'unanswered' };
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return { kind: 'failed', reason: timeoutCodes.has(code) ? 'TIMEOUT' : 'NETWORK_ERROR' };
}

function failureOf(error: unknown, signal: CallSignal | undefined): ApiOutcome {
  if (signal?.aborted === true) return outcomeOfAbort(signal.reason);
  try {
    return kindOf(error);
  } catch {
    // An interceptor may throw what throws in turn when it is looked at.
    return { kind: 'failed', reason: 'NETWORK_ERROR' };
  }
}

const adviceNames: Readonly<Record<string, keyof RateAdvice>> = {
  'retry-after': 'retryAfter',
  'x-ratelimit-remaining': 'remaining',
  'x-ratelimit-reset': 'reset',
};

/** What the headers say about the next call; `undefined` where they are silent, as they mostly are. */
function readAdvice(headers: unknown): RateAdvice | undefined {
  // An adapter of the application's may give none.
  if (!isJsonObject(headers)) return undefined;
  let advice: RateAdvice | undefined;
  for (const name of Object.keys(headers)) {
    const member = adviceNames[name.toLowerCase()];
    const value = headers[name];
    if (member !== undefined && typeof value === 'string') advice = { ...advice, [member]: value };
  }
  return advice;
}

function createPool(origin: string, timeoutMs: number): Pool {
  return new Pool(origin, {
    connections: maxCallsUnderWay,
    connect: createPoolConnector({ timeout: Math.max(timeoutMs, leastConnectMs) }),
    // The deadline around the transport is exact and covers the whole call; these are coarse and would cover parts.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** The body as text. A test double may answer with an object in its place. */
function bodyText(data: unknown): string {
  return typeof data === 'string' ? data : JSON.stringify(data ?? null);
}

/**
 * The wire: a pool of connections to the one configured host. An application that brings an axios instance, for its
 * interceptors, has its calls go through that first.
 */
export function createAxiosTransport(options: ClientOptions): Transport {
  const { origin } = new URL(options.baseUrl);
  const pool = createPool(origin, options.timeoutMs);
  const ask = options.axios
    ? requestByForeign(options.axios, pool, origin, options)
    : requestByPool(pool, origin, options);

  const send = async (request: ApiRequest, { signal }: CallLimits): Promise<ApiOutcome> => {
    try {
      const { status, headers, data } = await ask(request, signal);
      const advice = readAdvice(headers);
      return { kind: 'answered', status, body: bodyText(data), ...(advice && { advice }) };
    } catch (error) {
      return failureOf(error, signal);
    }
  };

  return { send, close: () => pool.destroy() };
}
