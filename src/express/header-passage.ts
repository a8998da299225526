import type { ServerResponse } from 'node:http';
import { peek } from '../core/peek.js';
import { isMethod } from './method.js';
import { storeHeader } from './store-header.js';

/** Hears the headers that a response was given to send, and says which go out in their place. Must not throw. */
export type PassHeaders = (given: unknown) => unknown;

/** Who hears of which response. */
type Passages = WeakMap<object, PassHeaders[]>;

/** Where an announcer has its passages. Shared by all copies of this package, of which one announces for the others. */
const passagesName: unique symbol = Symbol.for('express-moengage-personalize: header passages');

function passagesOf(method: unknown): Passages | undefined {
  const passages: unknown = isMethod(method) ? Reflect.get(method, passagesName) : undefined;
  return passages instanceof WeakMap ? passages : undefined;
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
  const passages: Passages = new WeakMap();
  const announce = function (this: ServerResponse, firstLine: unknown, given: unknown): unknown {
    let headers = given;
    for (const pass of passages.get(this) ?? []) headers = pass(headers);
    const store = beneath();
    const stored = isMethod(store) ? store.call(this, firstLine, headers) : undefined;
    // Only now: headers that can't be stored are followed by those of an error page. And at once: what a weak map still
    // holds when garbage is collected makes that dearer.
    passages.delete(this);
    return stored;
  };
  Object.defineProperty(announce, passagesName, { value: passages });
  // A frozen one says no, and is left alone.
  Reflect.defineProperty(prototype, storeHeader, { configurable: true, writable: true, value: announce });
}

/** Of the response as it stands; Express's prototype is made to announce where it can be. */
function findPassages(res: ServerResponse): Passages | undefined {
  const known = passagesOf(peek(res, storeHeader));
  if (known !== undefined) return known;
  const prototype = sharedPrototype(res);
  if (prototype === undefined || passagesOf(Reflect.get(prototype, storeHeader)) !== undefined) return undefined;
  installAnnouncer(prototype);
  return passagesOf(Reflect.get(res, storeHeader));
}

/**
 * Lets the response's headers pass by, at the last moment at which they can be read and set, where they are announced: by
 * the prototype that Express has for all responses. A property of its own would give each response another shape, after
 * Express has looked up most of it, which costs a page 20 microseconds and more. `false` where nobody announces them.
 */
export function passAnnounced(res: ServerResponse, pass: PassHeaders): boolean {
  const passages = findPassages(res);
  if (passages === undefined) return false;
  const others = passages.get(res);
  if (others) others.push(pass);
  else passages.set(res, [pass]);
  return true;
}
