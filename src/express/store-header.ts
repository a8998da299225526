import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * Where a response's headers pass last: behind `writeHead`, its alias `writeHeader` and whatever has been put in front of
 * either. Not documented, so that Node is asked before this is relied on.
 */
export const storeHeader = '_storeHeader';

let isLastStep: boolean | undefined;

function passesStoreHeader(): boolean {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  let hasPassed = false;
  Reflect.set(res, storeHeader, () => {
    hasPassed = true;
  });
  res.writeHead(200);
  return hasPassed;
}

/** Whether this version of Node sends all headers through a response's own `storeHeader`. Found once. */
export function endsInStoreHeader(): boolean {
  return (isLastStep ??= passesStoreHeader());
}
