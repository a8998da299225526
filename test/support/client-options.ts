import type { ClientOptions } from '../../src/config/resolved-options.js';
import { Secret } from '../../src/core/secret.js';

/** Options of a client that speaks to this host. */
export function clientOptions(origin: string, changes: Partial<ClientOptions> = {}): ClientOptions {
  return {
    workspaceId: 'WS_DEBUG',
    apiKey: new Secret('personalize:key'),
    baseUrl: `${origin}/v1`,
    breaker: true,
    quota: { perMinute: 10_000, store: undefined, processes: 10 },
    retry: true,
    timeoutMs: 500,
    axios: undefined,
    ...changes,
  };
}
