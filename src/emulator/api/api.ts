import type { IncomingHttpHeaders } from 'node:http';

import type { EmulatorConfig } from '../config/config.js';
import type { Endpoint, EventDraft, KeyExplanation } from '../ledger/ledger.js';
import { createProfiles } from '../targeting/profiles.js';
import { refuseRate, refuseRequest } from './answer.js';
import type { Answer, Refusal } from './answer.js';
import { checkCredentials } from './authentication.js';
import { decodeBody } from './body.js';
import type { JsonBody } from './body.js';
import { reportEvents } from './events-endpoint.js';
import { fetchExperiences } from './fetch-endpoint.js';
import { listExperiences } from './metadata-endpoint.js';
import { createRateLimit } from './rate-limit.js';

export const apiPrefix = '/v1';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** `undefined` where it was too long to be read. */
  readonly body: Buffer | undefined;
}

/** An answer, and what the ledger tells about it. */
export interface Handled {
  readonly answer: Answer;
  readonly summary?: string;
  readonly problem?: string;
  readonly keys?: readonly KeyExplanation[];
  readonly events?: readonly EventDraft[];
}

export interface Api {
  handle(request: ApiRequest): Handled;
  /** Another configuration from now on; profiles that events made stay. */
  use(config: EmulatorConfig): void;
}

interface Route {
  readonly endpoint: Exclude<Endpoint, 'unknown'>;
  readonly method: 'GET' | 'POST';
}

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [`${apiPrefix}/experiences/fetch`, { endpoint: 'fetch', method: 'POST' }],
  [`${apiPrefix}/experiences/metadata`, { endpoint: 'metadata', method: 'GET' }],
  [`${apiPrefix}/experiences/events`, { endpoint: 'events', method: 'POST' }],
]);

export const apiPaths: readonly string[] = [...routes.keys()];

export function endpointOf(path: string): Endpoint {
  return routes.get(path)?.endpoint ?? 'unknown';
}

function checkMethod(route: Route, method: string): Refusal | undefined {
  if (route.method === method) return undefined;
  return refuseRequest(405, `this path takes ${route.method} only`, { allow: route.method });
}

export function createApi(initial: EmulatorConfig, now: () => number): Api {
  let config = initial;
  const profiles = createProfiles(config.customers);
  const rateLimit = createRateLimit(now);

  const checkRate = (route: Route): Refusal | undefined => {
    if (route.endpoint !== 'fetch') return undefined;
    const resetAt = rateLimit.take(config.rateLimit);
    return resetAt === undefined ? undefined : refuseRate(config.rateLimit, resetAt);
  };
  const post = (route: Route, body: JsonBody): Handled => {
    if (!body.ok) return body.refusal;
    if (route.endpoint === 'fetch') return fetchExperiences(body.value, config, profiles);
    return reportEvents(body.value, profiles);
  };
  return {
    handle({ method, path, query, headers, body }) {
      const route = routes.get(path);
      if (route === undefined) return refuseRequest(404, 'the API has no such path');
      return (
        checkMethod(route, method) ??
        checkCredentials(headers, config.workspaceId, config.apiKey) ??
        checkRate(route) ??
        (route.method === 'GET' ? listExperiences(query, config) : post(route, decodeBody(body)))
      );
    },
    use(next) {
      config = next;
      profiles.replace(next.customers);
    },
  };
}
