import globalAxios, { Axios } from 'axios';
import type { AxiosAdapter, AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import type { Pool } from 'undici';
import type { ClientOptions } from '../config/resolved-options.js';
import { toAbortSignal } from './call-signal.js';
import type { CallSignal } from './call-signal.js';
import { createPoolAdapter } from './pool-adapter.js';
import { callPool } from './pool-call.js';
import type { ResponseHeaders } from './pool-call.js';
import type { ApiRequest } from './transport.js';

/** A page's worth of experiences is a few kilobytes; this much is no answer that a page could use. */
const maxResponseBytes = 1_048_576;

/** Sends one request through axios. Rejects with whatever went wrong. */
export type AxiosRequest = (
  request: ApiRequest,
  signal: CallSignal | undefined,
) => Promise<Pick<AxiosResponse<unknown>, 'status' | 'headers' | 'data'>>;

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
): AxiosRequest {
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

/** Headers of an answer that anything is read from. axios takes its time over each one that passes through it. */
const usefulHeaders = ['retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'] as const;

function pickUseful(headers: ResponseHeaders): Record<string, string | string[]> {
  const picked: Record<string, string | string[]> = {};
  for (const name of usefulHeaders) {
    const value = headers[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/**
 * By an instance of ours, which nobody else can reach: it has no interceptor that would look at headers or body, so that
 * those go past it and not through it.
 */
export function requestByOurs(pool: Pool, origin: string, options: ClientOptions): AxiosRequest {
  const axios = new Axios({});
  const headers = fixedHeaders(options);
  const base = options.baseUrl.slice(origin.length);
  return ({ path, method, body = null }, signal) => {
    const request = { path: base + path, method, headers, body };
    const adapter: AxiosAdapter = (config) =>
      callPool(pool, request, { maxBytes: maxResponseBytes, signal }).then(({ status, headers: all, text }) => ({
        data: text,
        status,
        statusText: '',
        headers: pickUseful(all),
        config,
        request: undefined,
      }));
    return axios.request<unknown>({ adapter, url: options.baseUrl + path, method });
  };
}
