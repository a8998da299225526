import { buildConnector, errors } from 'undici';

/** Nobody waits for the connection that undici asks for. Plain, so that undici drops what it wanted it for. */
class UnwantedConnectionError extends Error {
  override readonly name = 'UnwantedConnectionError';
}

/** With this undici ends the socket of a call that was aborted; it ends others with the same class, and other words. */
function isAbort(error: unknown): boolean {
  return error instanceof errors.InformationalError && error.message === 'aborted';
}

/**
 * undici's way to connect, but for connections that nobody waits for: as soon as the socket of an aborted call has
 * closed, undici makes another for that same call (nodejs/undici#5845), and an API that hangs would get one more
 * connection for each page that gave up, none of them ever used or closed.
 */
export function createPoolConnector(options: { readonly timeout: number }): buildConnector.connector {
  const connect = buildConnector(options);
  let isUnwanted = false;
  return (target, callback) => {
    if (isUnwanted) {
      // Later, as every other outcome: undici takes no notice of what it hears while it still asks.
      queueMicrotask(() => {
        callback(new UnwantedConnectionError('nobody waits for it'), null);
      });
      return;
    }
    connect(target, (...outcome) => {
      const [, socket] = outcome;
      let wasAborted = false;
      socket?.once('error', (error: unknown) => {
        wasAborted = isAbort(error);
      });
      // undici hears of the close right after this, and asks for the next connection while it does.
      socket?.once('close', () => {
        isUnwanted = wasAborted;
        queueMicrotask(() => {
          isUnwanted = false;
        });
      });
      callback(...outcome);
    });
  };
}
