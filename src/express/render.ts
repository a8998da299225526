import type { Request, Response } from 'express';

type RenderCallback = (error: Error, html: string) => void;
type RenderArguments = readonly [view: string, options?: object | RenderCallback, callback?: RenderCallback];

function isCallback(argument: unknown): argument is RenderCallback {
  return typeof argument === 'function';
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The same arguments with another callback, and the callback that they had. */
function splitCallback([view, options, callback]: RenderArguments): {
  readonly callback: RenderCallback | undefined;
  readonly replace: (other: RenderCallback) => RenderArguments;
} {
  if (isCallback(options)) return { callback: options, replace: (other) => [view, other] };
  return { callback, replace: (other) => [view, options ?? {}, other] };
}

/**
 * Renders outside of the handler that asked for it. What would have been thrown into that handler goes where Express
 * sends the errors of handlers, and a callback is called once, even if it throws.
 */
function renderDetached(req: Request, args: RenderArguments, render: (args: RenderArguments) => void): void {
  const { callback, replace } = splitCallback(args);
  const calls = { count: 0 };
  const callBack: RenderCallback | undefined =
    callback &&
    ((error, html) => {
      calls.count += 1;
      callback(error, html);
    });
  try {
    render(callBack ? replace(callBack) : args);
  } catch (thrown) {
    if (callBack === undefined || calls.count > 0) req.next?.(thrown);
    else {
      try {
        callBack(toError(thrown), '');
      } catch (again) {
        req.next?.(again);
      }
    }
  }
}

/**
 * Makes `res.render` wait for what `pending` returns, if anything. A view then finds everything that was asked for
 * resolved; a page that waits for nothing renders at once, as if this were not here.
 */
export function renderAfter(req: Request, res: Response, pending: () => Promise<void> | undefined): void {
  const original: unknown = Reflect.get(res, 'render');
  if (typeof original !== 'function') return;
  const render = (args: RenderArguments): void => {
    Reflect.apply(original, res, args);
  };
  res.render = (...args: RenderArguments): void => {
    const waiting = pending();
    if (waiting === undefined) {
      render(args);
      return;
    }
    void waiting.then(() => {
      // Somebody else has answered meanwhile, a time-out of the application perhaps; there is nothing left to send.
      if (res.headersSent && splitCallback(args).callback === undefined) return;
      renderDetached(req, args, render);
    });
  };
}
