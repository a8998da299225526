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
  res.once('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  return gone;
}
