import type { Response } from 'express';
import { Cancellation } from '../client/call-signal.js';
import type { CallSignal } from '../client/call-signal.js';

/**
 * A signal that aborts when the visitor has left before the response was complete. It listens to the response, since a
 * request closes as soon as its body was read, with the visitor still there.
 */
export function disconnectSignal(res: Response): CallSignal {
  const gone = new Cancellation();
  if (res.destroyed && !res.writableFinished) gone.abort();
  // It closes once, so that nothing need be undone; `once` would wrap this, and rebuild the list of listeners after it.
  res.on('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  return gone;
}
