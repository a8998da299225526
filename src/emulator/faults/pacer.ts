import type { ServerResponse } from 'node:http';

export interface Pacer {
  stop(): void;
}

/** Calls back every `everyMs` until it is stopped or the connection is gone. It does not keep the process alive. */
export function createPacer(response: ServerResponse, everyMs: number, onTick: () => void): Pacer {
  const timer = setInterval(onTick, everyMs);
  timer.unref();
  const stop = (): void => {
    clearInterval(timer);
    response.off('close', stop);
  };
  response.once('close', stop);
  return { stop };
}
