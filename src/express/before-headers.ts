import type { Response } from 'express';
import { endsInStoreHeader, storeHeader } from './store-header.js';

export type Method = (this: unknown, ...args: readonly unknown[]) => unknown;

export function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/**
 * Does the work when the response's headers are about to be sent, however that comes about: the last moment at which they
 * can be read and set. Must not throw.
 */
export function beforeHeaders(res: Response, work: () => void): void {
  if (endsInStoreHeader() && storeHeader in res && isMethod(res[storeHeader])) {
    const store = res[storeHeader];
    res[storeHeader] = (firstLine: unknown, headers: unknown) => {
      work();
      return store.call(res, firstLine, headers);
    };
    return;
  }
  const writeHead: unknown = Reflect.get(res, 'writeHead');
  if (!isMethod(writeHead)) return;
  Reflect.set(res, 'writeHead', (...args: readonly unknown[]) => {
    work();
    return Reflect.apply(writeHead, res, args);
  });
}
