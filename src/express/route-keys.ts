import type { Request, RequestHandler } from 'express';
import type { Keys } from '../client/fetch-chunks.js';
import { isJsonObject } from '../core/json.js';

/** What each of our handlers asks for, and with what budget; also how they are recognised. */
export type HandlerKeys = WeakMap<object, { readonly keys: Keys; readonly timeoutMs: number | undefined }>;

const noStack: readonly unknown[] = [];

/** The stack of the route that the request is in, as far as Express keeps it in the known way. */
function routeStack(req: Request): readonly unknown[] {
  const route: unknown = req.route;
  return isJsonObject(route) && Array.isArray(route.stack) ? route.stack : noStack;
}

/** Handlers of these for one method only. */
function handlersFor(stack: readonly unknown[], method: string): readonly unknown[] {
  const name = method === 'HEAD' ? 'get' : method.toLowerCase();
  return stack.flatMap((layer) =>
    isJsonObject(layer) && (layer.method === undefined || layer.method === name) ? [layer.handle] : [],
  );
}

/** Those after the handler; empty where it is not among them. */
function handlersAfter(handlers: readonly unknown[], handler: RequestHandler): readonly unknown[] {
  const position = handlers.indexOf(handler);
  return position === -1 ? [] : handlers.slice(position + 1);
}

/** What was found for one route, which hardly ever changes. */
interface Glimpse {
  readonly stack: readonly unknown[];
  readonly length: number;
  readonly method: string;
  readonly keys: readonly Keys[];
}

/**
 * What the later handlers of the same route are going to ask for, so that a route with several `personalize(…)` makes
 * one call. Where Express keeps its routes in another way the list is empty, and each handler asks for itself.
 */
export function createLookAhead(handler: RequestHandler, known: HandlerKeys): (req: Request) => readonly Keys[] {
  let last: Glimpse | undefined;

  const look = (stack: readonly unknown[], method: string): readonly Keys[] => {
    // What goes out together has one deadline, so only what has the same budget goes along.
    const budget = known.get(handler)?.timeoutMs;
    return handlersAfter(handlersFor(stack, method), handler).flatMap((later) => {
      const request = typeof later === 'function' ? known.get(later) : undefined;
      return request !== undefined && request.timeoutMs === budget ? [request.keys] : [];
    });
  };

  return (req) => {
    const method = req.method;
    const stack = routeStack(req);
    if (last?.stack !== stack || last.length !== stack.length || last.method !== method) {
      last = { stack, length: stack.length, method, keys: look(stack, method) };
    }
    return last.keys;
  };
}
