import type { Request, Response } from 'express';

type RenderCallback = (error: Error, html: string) => void;
type RenderArguments = readonly [view: string, options?: object | RenderCallback, callback?: RenderCallback];

function isCallback(argument: unknown): argument is RenderCallback {
  return typeof argument === 'function';
}

function callbackOf([, options, callback]: RenderArguments): RenderCallback | undefined {
  return isCallback(options) ? options : callback;
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/**
 * Makes `res.render` wait for what `pending` returns, if anything. A view then finds everything that was asked for
 * resolved; a page that waits for nothing renders at once, as if this were not here.
 */
export function renderAfter(req: Request, res: Response, pending: () => Promise<void> | undefined): void {
  const render: unknown = Reflect.get(res, 'render');
  if (typeof render !== 'function') return;
  const renderNow = (args: RenderArguments): void => {
    Reflect.apply(render, res, args);
  };
  const renderLater = (args: RenderArguments): void => {
    const callback = callbackOf(args);
    // Somebody else has answered meanwhile, a time-out of the application perhaps; there is nothing left to send.
    if (res.headersSent && callback === undefined) return;
    try {
      renderNow(args);
    } catch (thrown) {
      // What would have been thrown into the handler goes where Express sends errors of handlers.
      if (callback) callback(toError(thrown), '');
      else req.next?.(thrown);
    }
  };
  res.render = (...args: RenderArguments): void => {
    const waiting = pending();
    if (waiting === undefined) renderNow(args);
    else
      void waiting.then(() => {
        renderLater(args);
      });
  };
}
