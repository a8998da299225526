import { createAxiosTransport } from '../../src/client/axios-transport.js';
import type { ApiRequest, CallLimits, Transport } from '../../src/client/transport.js';
import type { ClientOptions } from '../../src/config/resolved-options.js';
import { clientOptions } from './client-options.js';

const open: Transport[] = [];

/** A transport over real sockets to this host; closed after the test. */
export function openTransport(origin: string, changes: Partial<ClientOptions> = {}): Transport {
  const transport = createAxiosTransport(clientOptions(origin, changes));
  open.push(transport);
  return transport;
}

export const fetchRequest: ApiRequest = {
  method: 'POST',
  path: '/experiences/fetch',
  body: '{"experience_key":["home-hero"]}',
};

/** Without a deadline; for answers that come by themselves. */
export const unlimited: CallLimits = { deadline: Infinity };

afterEach(async () => {
  await Promise.all(open.splice(0).map((transport) => transport.close()));
});
