import axios from 'axios';
import type { AxiosRequestConfig } from 'axios';
import type { RequestHandler } from 'express';

export interface NaiveOptions {
  /** As the package's own option. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly config?: AxiosRequestConfig;
}

/**
 * The client that one writes in ten minutes: axios as it comes, with its `timeout`, believing whatever says 200. It is
 * here to fail: a test of a fault proves nothing before it has been seen to fail against this.
 */
export function createNaiveFetch({
  baseUrl,
  timeoutMs,
  config,
}: NaiveOptions): (...keys: readonly string[]) => Promise<unknown> {
  return async (...keys) => {
    const { data } = await axios.post<unknown>(
      `${baseUrl}/experiences/fetch`,
      { experience_key: keys, identifiers: { customer_id: 'naive@example.com' } },
      {
        timeout: timeoutMs,
        auth: { username: 'WS_DEBUG', password: 'key' },
        headers: { 'MOE-APPKEY': 'WS_DEBUG' },
        ...config,
      },
    );
    return data;
  };
}

/** Puts what the API says on `res.locals.naive`, and an empty object where it failed. */
export function createNaiveMiddleware(options: NaiveOptions, ...keys: readonly string[]): RequestHandler {
  const fetch = createNaiveFetch(options);
  return (_req, res, next) => {
    void fetch(...keys)
      .catch(() => ({}))
      .then((data) => {
        res.locals.naive = data;
        next();
      });
  };
}
