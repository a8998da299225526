import type { EmulatorConfig } from '../config/config.js';
import { createProfiles } from '../targeting/profiles.js';
import { refuseRate, refuseRequest } from './answer.js';
import type { Refusal } from './answer.js';
import { checkCredentials } from './authentication.js';
import { decodeBody } from './body.js';
import type { JsonBody } from './body.js';
import { reportEvents } from './events-endpoint.js';
import type { ApiRequest, Handled } from './exchange.js';
import { fetchExperiences } from './fetch-endpoint.js';
import { listExperiences } from './metadata-endpoint.js';
import { createRateLimit } from './rate-limit.js';
import { routeOf } from './routes.js';
import type { Route } from './routes.js';

export interface Api {
  handle(request: ApiRequest): Handled;
  /** Another configuration from now on; profiles that events made stay. */
  use(config: EmulatorConfig): void;
}

function checkMethod(route: Route, method: string): Refusal | undefined {
  if (route.method === method) return undefined;
  return refuseRequest(405, `this path takes ${route.method} only`, { allow: route.method });
}

/** The three endpoints, without a server: a request in, an answer out. */
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
      const route = routeOf(path);
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
