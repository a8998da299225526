import type { Response } from 'express';
import { endsInStoreHeader, storeHeader } from './store-header.js';

export type Method = (this: unknown, ...args: readonly unknown[]) => unknown;

export function isMethod(value: unknown): value is Method {
  return typeof value === 'function';
}

/** Of Node's own, or another. */
interface StoringResponse extends Pick<Response, 'headersSent'> {
  [storeHeader]?: unknown;
}

/**
 * Lets the headers pass by at the last moment at which they can be read and set, however it comes about that they are sent:
 * what `pass` gives goes out in place of those that `writeHead` was given. `false` where there is no such moment: not Node's
 * own response, or another Node. `pass` must not throw.
 */
export function passHeaders(res: StoringResponse, pass: (given: unknown) => unknown): boolean {
  const store = endsInStoreHeader() ? res[storeHeader] : undefined;
  if (!isMethod(store)) return false;
  // Not by Reflect.set, which costs a page as much as all that follows.
  res[storeHeader] = (firstLine: unknown, given: unknown) => store.call(res, firstLine, pass(given));
  return true;
}

/** The same for the arguments of `writeHead`, by which not all headers come. */
export function passWriteHead(res: Response, pass: (args: readonly unknown[]) => readonly unknown[]): void {
  const writeHead: unknown = Reflect.get(res, 'writeHead');
  if (!isMethod(writeHead)) return;
  Reflect.set(res, 'writeHead', (...args: readonly unknown[]) => Reflect.apply(writeHead, res, pass(args)));
}

/** Does the work when the response's headers are about to be sent. Must not throw. */
export function beforeHeaders(res: Response, work: () => void): void {
  const passing = <Given>(given: Given): Given => {
    work();
    return given;
  };
  if (!passHeaders(res, passing)) passWriteHead(res, passing);
}
