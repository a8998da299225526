import globalAxios from 'axios';
import type { AxiosAdapter, AxiosInstance, AxiosRequestConfig } from 'axios';
import type { Pool } from 'undici';
import type { ClientOptions } from '../config/resolved-options.js';
import { toAbortSignal } from './call-signal.js';
import type { CallSignal } from './call-signal.js';
import { createPoolAdapter } from './pool-adapter.js';
import { callPool } from './pool-call.js';
import type { ApiRequest } from './transport.js';

/** A page's worth of experiences is a few kilobytes; this much is no answer that a page could use. */
const maxResponseBytes = 1_048_576;

/** What the API answered, as it came; nothing of it is to be trusted. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: unknown;
  readonly data: unknown;
}

/** Sends one request. Rejects with whatever went wrong. */
export type SendRequest = (request: ApiRequest, signal: CallSignal | undefined) => Promise<RawAnswer>;

const keepAsItIs = (data: unknown): unknown => data;

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
    maxContentLength: maxResponseBytes,
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

/** By the application's own instance, with its interceptors and, if it chose one, its adapter. */
export function requestByForeign(
  axios: Pick<AxiosInstance, 'defaults' | 'request'>,
  pool: Pool,
  origin: string,
  options: ClientOptions,
): SendRequest {
  const adapter = createPoolAdapter(pool, origin);
  const headers = fixedHeaders(options);
  return ({ path, method, body }, signal) =>
    axios.request<unknown>({
      ...configOfForeign(axios, options, adapter),
      url: options.baseUrl + path,
      method,
      headers: { ...headers },
      data: body,
      ...(signal && { signal: toAbortSignal(signal) }),
    });
}

/**
 * Where the application brings no instance: by the pool itself. An instance of ours would have no interceptor that anybody
 * could see it by, and is the better part of a tenth of a millisecond on a page's way to the API.
 */
export function requestByPool(pool: Pool, origin: string, options: ClientOptions): SendRequest {
  const headers = fixedHeaders(options);
  const base = options.baseUrl.slice(origin.length);
  return ({ path, method, body = null }, signal) =>
    callPool(pool, { path: base + path, method, headers, body }, { maxBytes: maxResponseBytes, signal });
}
