import globalAxios, { Axios } from 'axios';
import type { AxiosAdapter, AxiosInstance, AxiosRequestConfig } from 'axios';
import { Pool } from 'undici';
import type { ClientOptions } from '../config/resolved-options.js';
import { isJsonObject } from '../core/json.js';
import { maxCallsUnderWay } from './guarded-transport.js';
import { createPoolAdapter, UnansweredError } from './pool-adapter.js';
import { createPoolConnector } from './pool-connector.js';
import { UnreadableBodyError } from './response-body.js';
import { outcomeOfAbort } from './transport.js';
import type { ApiOutcome, ApiRequest, CallLimits, RateAdvice, Transport } from './transport.js';

/** A page's worth of experiences is a few kilobytes; this much is no answer that a page could use. */
const maxResponseBytes = 1_048_576;

/**
 * No page waits for a connection beyond its own deadline. This only ends attempts that nobody waits for any more, and
 * leaves room for routes that are more patient than the rest.
 */
const leastConnectMs = 2_000;

/** Codes with which undici and axios's own adapters say that time ran out. */
const timeoutCodes: ReadonlySet<unknown> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'ECONNABORTED']);

const keepAsItIs = (data: unknown): unknown => data;

/** Of an error only its kind is kept: it may hold the request, and with it the credentials and the visitor's data. */
function kindOf(error: unknown): ApiOutcome {
  if (error instanceof UnreadableBodyError) return { kind: 'failed', reason: 'BAD_RESPONSE' };
  if (error instanceof UnansweredError) return { kind: 'failed', reason: 'NETWORK_ERROR', detail: 'unanswered' };
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return { kind: 'failed', reason: timeoutCodes.has(code) ? 'TIMEOUT' : 'NETWORK_ERROR' };
}

function failureOf(error: unknown, signal: AbortSignal | undefined): ApiOutcome {
  if (signal?.aborted === true) return outcomeOfAbort(signal.reason);
  try {
    return kindOf(error);
  } catch {
    // An interceptor may throw what throws in turn when it is looked at.
    return { kind: 'failed', reason: 'NETWORK_ERROR' };
  }
}

/** What the headers say about the next call; `undefined` where they are silent, as they mostly are. */
function readAdvice(headers: unknown): RateAdvice | undefined {
  // An adapter of the application's may give none.
  if (!isJsonObject(headers)) return undefined;
  const read = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const advice: RateAdvice = {
    retryAfter: read('retry-after'),
    remaining: read('x-ratelimit-remaining'),
    reset: read('x-ratelimit-reset'),
  };
  return Object.values(advice).some((value) => value !== undefined) ? advice : undefined;
}

/**
 * The adapter that the application chose for its own instance, if any: axios's list of its own ones is no choice. Asked at
 * each call, since test doubles put themselves in later.
 */
function chosenAdapter({ adapter }: AxiosInstance['defaults']): AxiosRequestConfig['adapter'] {
  return String(adapter) === String(globalAxios.defaults.adapter) ? undefined : adapter;
}

/** All that a foreign instance is told, so that its defaults do not change what is sent, to whom, and how it is read. */
function configOfForeign(
  { defaults }: Pick<AxiosInstance, 'defaults'>,
  { workspaceId, apiKey }: ClientOptions,
  poolAdapter: AxiosAdapter,
): AxiosRequestConfig {
  return {
    adapter: chosenAdapter(defaults) ?? poolAdapter,
    allowAbsoluteUrls: true,
    // Where the instance has credentials of its own, axios would prefer them to the header.
    ...(defaults.auth && { auth: { username: workspaceId, password: apiKey.reveal() } }),
    maxBodyLength: maxResponseBytes,
    maxRedirects: 0,
    paramsSerializer: { serialize: () => '' },
    // axios asks the environment for a proxy unless it is told otherwise; one that the application names is its own.
    proxy: defaults.proxy ?? false,
    responseType: 'text',
    timeout: 0,
    transformRequest: keepAsItIs,
    transformResponse: keepAsItIs,
    validateStatus: () => true,
  };
}

function fixedHeaders(options: ClientOptions): Readonly<Record<string, string>> {
  const credentials = Buffer.from(`${options.workspaceId}:${options.apiKey.reveal()}`, 'utf8').toString('base64');
  return {
    accept: 'application/json',
    'accept-encoding': 'identity',
    authorization: `Basic ${credentials}`,
    'content-type': 'application/json',
    'moe-appkey': options.workspaceId,
    'user-agent': 'express-moengage-personalize',
  };
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

/** The wire: axios, so that interceptors work, over a pool of connections to the one configured host. */
export function createAxiosTransport(options: ClientOptions): Transport {
  const { origin } = new URL(options.baseUrl);
  const pool = createPool(origin, options.timeoutMs);
  const adapter = createPoolAdapter(pool, origin);
  const foreign = options.axios;
  const axios = foreign ?? new Axios({});
  const headers = fixedHeaders(options);

  const send = async (request: ApiRequest, { signal }: CallLimits): Promise<ApiOutcome> => {
    try {
      const response = await axios.request<unknown>({
        // Ours has no defaults to overrule, and axios takes its time over each member.
        ...(foreign ? configOfForeign(foreign, options, adapter) : { adapter }),
        maxContentLength: maxResponseBytes,
        url: options.baseUrl + request.path,
        method: request.method,
        headers: { ...headers },
        data: request.body,
        ...(signal && { signal }),
      });
      const advice = readAdvice(response.headers);
      return { kind: 'answered', status: response.status, body: bodyText(response.data), ...(advice && { advice }) };
    } catch (error) {
      return failureOf(error, signal);
    }
  };

  return { send, close: () => pool.destroy() };
}
