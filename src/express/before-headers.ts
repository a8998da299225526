import type { Response } from 'express';
import { isMethod } from './method.js';
import { endsInStoreHeader, storeHeader } from './store-header.js';

/** Hears the headers that a response was given to send, and says which go out in their place. Must not throw. */
export type PassHeaders = (given: unknown) => unknown;

/**
 * Lets the headers pass by at the last moment at which they can be read and set, however it comes about that they are sent:
 * what `pass` gives goes out in place of those that `writeHead` was given. `false` where there is no such moment: not Node's
 * own response, one that lets nobody stand before it, or another Node. `pass` must not throw.
 */
export function passHeaders(res: Response, pass: PassHeaders): boolean {
  const store: unknown = endsInStoreHeader() ? Reflect.get(res, storeHeader) : undefined;
  if (!isMethod(store)) return false;
  return Reflect.set(res, storeHeader, (firstLine: unknown, given: unknown) => store.call(res, firstLine, pass(given)));
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
