import type { ServerResponse } from 'node:http';
import { closeHeader, isForCaches, isForSharedCaches, privateNoStore } from './cache-policy.js';

/** Hears the lower-case name of each header that asked shared caches to store and is overruled. */
export type OnOverruled = (lowerCaseName: string) => void;

const cacheControl = 'Cache-Control';
const lowerCacheControl = 'cache-control';

/** Closes the headers that are set on the response, whose names these are. */
export function closeSet(res: ServerResponse, names: readonly string[], onOverruled: OnOverruled): void {
  let isSaid = false;
  for (const name of names) {
    if (!isForCaches(name)) continue;
    if (name === lowerCacheControl) isSaid = true;
    const value = res.getHeader(name);
    const closed = closeHeader(name, value);
    if (closed === undefined) continue;
    res.setHeader(name === lowerCacheControl ? cacheControl : name, closed);
    if (isForSharedCaches(name, value)) onOverruled(name);
  }
  if (!isSaid) res.setHeader(cacheControl, privateNoStore);
}

type Pair = readonly [name: unknown, value: unknown];

/** The forms that `writeHead` takes headers in: `{ name: value }`, `[name, value, …]` and `[[name, value], …]`. */
interface Form {
  readonly pairs: readonly Pair[];
  readonly build: (pairs: readonly Pair[]) => object;
}

function formOf(headers: object): Form {
  if (!Array.isArray(headers)) {
    return {
      pairs: Object.entries(headers),
      build: (pairs) => Object.fromEntries(pairs.map(([name, value]) => [String(name), value])),
    };
  }
  const items: readonly unknown[] = headers;
  if (Array.isArray(items[0])) {
    const pairs = items.map((item): Pair => (Array.isArray(item) ? [item[0], item[1]] : [item, undefined]));
    return { pairs, build: (closed) => closed };
  }
  const pairs = items.flatMap((name, index): readonly Pair[] => (index % 2 === 0 ? [[name, items[index + 1]]] : []));
  return { pairs, build: (closed) => closed.flat() };
}

/**
 * The headers that `writeHead` was given, closed: a copy in the same form, since the application may use its own again.
 * `areAll`: none are set on the response, so that these have to say `Cache-Control`.
 */
export function closeGiven(headers: object, areAll: boolean, onOverruled: OnOverruled): object {
  const { pairs, build } = formOf(headers);
  const closed = pairs.map(([name, value]): Pair => {
    const lowerCaseName = String(name).toLowerCase();
    const replacement = isForCaches(lowerCaseName) ? closeHeader(lowerCaseName, value) : undefined;
    if (replacement === undefined) return [name, value];
    if (isForSharedCaches(lowerCaseName, value)) onOverruled(lowerCaseName);
    return [name, replacement];
  });
  const isSaid = closed.some(([name]) => String(name).toLowerCase() === lowerCacheControl);
  return build(areAll && !isSaid ? [...closed, [cacheControl, privateNoStore]] : closed);
}
