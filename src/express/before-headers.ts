import type { Response } from 'express';
import { passAnnounced } from './header-passage.js';
import type { PassHeaders } from './header-passage.js';
import { isMethod } from './method.js';
import { endsInStoreHeader, storeHeader } from './store-header.js';

/** By a property of the response itself, where Express's own prototype can't be told, or somebody stands before it. */
function passOwn(res: Response, pass: PassHeaders): boolean {
  const store: unknown = Reflect.get(res, storeHeader);
  if (!isMethod(store)) return false;
  Reflect.set(res, storeHeader, (firstLine: unknown, given: unknown) => store.call(res, firstLine, pass(given)));
  return true;
}

/**
 * Lets the headers pass by at the last moment at which they can be read and set, however it comes about that they are sent:
 * what `pass` gives goes out in place of those that `writeHead` was given. `false` where there is no such moment: not Node's
 * own response, or another Node. `pass` must not throw.
 */
export function passHeaders(res: Response, pass: PassHeaders): boolean {
  return endsInStoreHeader() && (passAnnounced(res, pass) || passOwn(res, pass));
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
