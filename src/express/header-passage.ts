import type { ServerResponse } from 'node:http';
import { isMethod } from './method.js';
import { storeHeader } from './store-header.js';

/** The headers of one response on their way out, which who listens may replace. */
export interface HeaderPassage {
  headers: unknown;
}

/** What a response emits then. Shared by all copies of this package, of which one announces for the others. */
export const passing: unique symbol = Symbol.for('express-moengage-personalize: headers pass');

function isAnnouncer(method: unknown): boolean {
  return isMethod(method) && Object.hasOwn(method, passing);
}

/** What all applications of one Express inherit: behind those of the applications, which have an `app`. */
function sharedPrototype(res: object): object | undefined {
  let prototype = Reflect.getPrototypeOf(res);
  while (prototype !== null && Object.hasOwn(prototype, 'app')) prototype = Reflect.getPrototypeOf(prototype);
  return prototype !== null && Object.hasOwn(prototype, 'send') && Object.hasOwn(prototype, 'render')
    ? prototype
    : undefined;
}

/** Puts a method into the prototype that announces headers and hands them on to what was there. */
function installAnnouncer(prototype: object): void {
  const own = Reflect.getOwnPropertyDescriptor(prototype, storeHeader);
  const above = Reflect.getPrototypeOf(prototype);
  const beneath = (): unknown => own?.value ?? (above === null ? undefined : Reflect.get(above, storeHeader));
  if (!isMethod(beneath())) return;
  const announce = function (this: ServerResponse, firstLine: unknown, headers: unknown): unknown {
    const passage: HeaderPassage = { headers };
    this.emit(passing, passage);
    const store = beneath();
    return isMethod(store) ? store.call(this, firstLine, passage.headers) : undefined;
  };
  Object.defineProperty(announce, passing, { value: true });
  // A frozen one says no, and is left alone.
  Reflect.defineProperty(prototype, storeHeader, { configurable: true, writable: true, value: announce });
}

/**
 * Whether the response announces its headers by `passing`, at the last moment at which they can be read and set. It is
 * made to where it can be, by the prototype that Express has for this: a property of its own would give each response
 * another shape, after Express has looked up most of it, which costs a page 20 microseconds and more.
 */
export function announcesHeaders(res: ServerResponse): boolean {
  if (isAnnouncer(Reflect.get(res, storeHeader))) return true;
  const prototype = sharedPrototype(res);
  if (prototype === undefined || isAnnouncer(Reflect.get(prototype, storeHeader))) return false;
  installAnnouncer(prototype);
  return isAnnouncer(Reflect.get(res, storeHeader));
}
