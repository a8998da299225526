import type { Request, RequestHandler } from 'express';
import type { Keys } from '../client/fetch-chunks.js';
import { isJsonObject } from '../core/json.js';

/** What each of our handlers asks for, and with what budget; also how they are recognised. */
export type HandlerKeys = WeakMap<object, { readonly keys: Keys; readonly timeoutMs: number | undefined }>;

/** Handlers of the route that the request is in, those for its method only. */
function routeHandlers(req: Request): readonly unknown[] {
  const route: unknown = req.route;
  if (!isJsonObject(route) || !Array.isArray(route.stack)) return [];
  const method = req.method === 'HEAD' ? 'get' : req.method.toLowerCase();
  const layers: readonly unknown[] = route.stack;
  return layers.flatMap((layer) =>
    isJsonObject(layer) && (layer.method === undefined || layer.method === method) ? [layer.handle] : [],
  );
}

/**
 * What the later handlers of the same route are going to ask for, so that a route with several `personalize(…)` makes
 * one call. Where Express keeps its routes in another way the list is empty, and each handler asks for itself.
 */
export function keysAhead(req: Request, handler: RequestHandler, known: HandlerKeys): readonly Keys[] {
  const handlers = routeHandlers(req);
  const position = handlers.indexOf(handler);
  if (position === -1) return [];
  // What goes out together has one deadline, so only what has the same budget goes along.
  const budget = known.get(handler)?.timeoutMs;
  return handlers.slice(position + 1).flatMap((later) => {
    const request = typeof later === 'function' ? known.get(later) : undefined;
    return request !== undefined && request.timeoutMs === budget ? [request.keys] : [];
  });
}
