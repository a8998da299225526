import { invalidOption } from '../core/option-errors.js';

/** What a page that uses a matched experience says to shared caches; `false`: what the application says. */
export type CacheControlOption = 'private' | false;

/** The `cacheControl` option, whose default is the caller's. */
export function parseCacheControl(value: unknown): CacheControlOption {
  if (value === 'private' || value === false) return value;
  throw invalidOption('cacheControl', "'private' or false", value);
}
