import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import { errors } from 'undici';
import type { Pool } from 'undici';
import { isJsonObject } from '../core/json.js';
import { readResponseBody } from './response-body.js';

/** A request that an interceptor has turned to another host. Credentials go to the configured one and nowhere else. */
export class ForeignHostError extends Error {
  override readonly name = 'ForeignHostError';
}

/** The connection broke, or was never made, before an answer had begun: asking once more makes sense. */
export class UnansweredError extends Error {
  override readonly name = 'UnansweredError';
}

/** Refused, or reset as a server does to a kept connection that it had given up. A close without a word is the same. */
const unansweredCodes: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

function isUnanswered(error: unknown): boolean {
  return error instanceof errors.SocketError || (isJsonObject(error) && unansweredCodes.has(error.code));
}

type ResponseHeaders = Record<string, string | string[] | undefined>;

function headerText(headers: ResponseHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
}

/** Path and query of the request, which must be for the pool's own origin. */
function pathOf(config: InternalAxiosRequestConfig, origin: string): string {
  const url = config.url ?? '';
  if (url.startsWith(`${origin}/`)) return url.slice(origin.length);
  throw new ForeignHostError(`requests go to ${origin} only`);
}

function requestHeaders(config: InternalAxiosRequestConfig): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(config.headers.toJSON())) headers[name] = String(value);
  return headers;
}

/** An interceptor may have made an object of it, as those do that add a field. */
function bodyOf(config: InternalAxiosRequestConfig): string | null {
  const data: unknown = config.data;
  if (data === undefined || data === null) return null;
  return typeof data === 'string' ? data : JSON.stringify(data);
}

/**
 * axios over an undici pool: several times cheaper than axios's own http adapter, and without what that brings along:
 * it follows no redirect, asks no ambient proxy and makes no error that holds the request. Reads `url`, `method`,
 * `headers`, `data`, `signal` and `maxContentLength` of a request; answers of every status resolve.
 */
export function createPoolAdapter(pool: Pool, origin: string): AxiosAdapter {
  return async (config) => {
    const response = await pool
      .request({
        path: pathOf(config, origin),
        method: config.method === 'get' ? 'GET' : 'POST',
        headers: requestHeaders(config),
        body: bodyOf(config),
        signal: config.signal instanceof AbortSignal ? config.signal : null,
      })
      .catch((error: unknown) => {
        throw isUnanswered(error) ? new UnansweredError('no answer') : error;
      });
    const { statusCode, headers } = response;
    const length = headerText(headers, 'content-length');
    const data = await readResponseBody(
      response.body,
      {
        contentEncoding: headerText(headers, 'content-encoding'),
        contentLength: length === '' ? Infinity : Number(length),
      },
      config.maxContentLength ?? Infinity,
    );
    return { data, status: statusCode, statusText: '', headers: { ...headers }, config, request: undefined };
  };
}
