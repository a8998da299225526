import type { Response } from 'express';
import type { Warnings } from '../core/warnings.js';
import { passHeaders, passWriteHead } from './before-headers.js';
import { isClosed, privateNoStore } from './cache-policy.js';
import { closeGiven, closeSet } from './close-headers.js';
import { reportInternal } from './report-internal.js';

export interface CacheHeadersPorts {
  readonly warnings: Warnings;
}

/** Of this page, as the application wrote it: the visitor's own address may tell who it is. */
function routeOf(res: Response): string {
  const route: unknown = Reflect.get(res.req, 'route');
  const path: unknown = typeof route === 'object' && route !== null ? Reflect.get(route, 'path') : undefined;
  return typeof path === 'string' ? `, on route ${path}` : '';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** For when nothing finer works. */
function closeRoughly(res: Response): void {
  if (!res.headersSent) res.setHeader('Cache-Control', privateNoStore);
}

/** Watches over what one response tells caches, up to the moment at which it is told. */
class CacheGuard {
  readonly #res: Response;
  readonly #warnings: Warnings;

  constructor(res: Response, warnings: Warnings) {
    this.#res = res;
    this.#warnings = warnings;
  }

  install(): void {
    if (passHeaders(this.#res, (given) => this.#safely(() => this.#closeAll(given), given))) return;
    // Not all that is sent need pass by, so that it says this from now on.
    this.#closeSet();
    passWriteHead(this.#res, (args) => this.#safely(() => this.#closeArguments(args), args));
  }

  #closeArguments(args: readonly unknown[]): readonly unknown[] {
    this.#closeSet();
    return args.map((arg) => (isObject(arg) ? this.#closeGiven(arg, false) : arg));
  }

  /** Those that are set on the response, where there are any, have taken in those that `writeHead` was given. */
  #closeAll(headers: unknown): unknown {
    const names = this.#res.getHeaderNames();
    if (names.length === 0) return this.#closeGiven(isObject(headers) ? headers : {}, true);
    this.#closeSet(names);
    return headers;
  }

  #closeSet(names: readonly string[] = this.#res.getHeaderNames()): void {
    closeSet(this.#res, names, (name) => {
      this.#warnOverruled(name);
    });
  }

  #closeGiven(headers: object, areAll: boolean): object {
    return closeGiven(headers, areAll, (name) => {
      this.#warnOverruled(name);
    });
  }

  /** Where this fails, the page goes out all the same, and to no shared cache. */
  #safely<Value>(work: () => Value, otherwise: Value): Value {
    try {
      return work();
    } catch (thrown) {
      reportInternal(thrown, this.#warnings);
      closeRoughly(this.#res);
      return otherwise;
    }
  }

  #warnOverruled(name: string): void {
    this.#warnings.once(
      'MOE_WARN_CACHE_CONTROL',
      name,
      `A page that used a matched experience asked shared caches to keep it, by ${name}${routeOf(this.#res)}: ` +
        `it says '${privateNoStore}' instead`,
    );
  }
}

/** The headers are out, and more of the page is to follow them. */
function warnTooLate(res: Response, warnings: Warnings): void {
  if (res.writableEnded || isClosed(res.getHeader('cache-control'))) return;
  warnings.once(
    'MOE_WARN_CACHE_CONTROL',
    'too late',
    `A page used a matched experience after its headers were sent${routeOf(res)}: ` +
      `use one before that, or set Cache-Control to '${privateNoStore}'`,
  );
}

/**
 * Keeps the page out of shared caches from here on, however the application sets its headers before or after: it leaves
 * with `Cache-Control: private, no-store`, unless the application's own value is `private` or `no-store` and says nothing
 * against it. To be called once, when the page first uses a matched experience. Never throws.
 */
export function guardCacheHeaders(res: Response, { warnings }: CacheHeadersPorts): void {
  try {
    if (res.headersSent) {
      warnTooLate(res, warnings);
      return;
    }
    new CacheGuard(res, warnings).install();
  } catch (thrown) {
    reportInternal(thrown, warnings);
    closeRoughly(res);
  }
}
