export const apiPrefix = '/v1';

export interface Route {
  readonly endpoint: 'fetch' | 'metadata' | 'events';
  readonly method: 'GET' | 'POST';
}

/** What a call asked for; `unknown` where the API has no such path. */
export type Endpoint = Route['endpoint'] | 'unknown';

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [`${apiPrefix}/experiences/fetch`, { endpoint: 'fetch', method: 'POST' }],
  [`${apiPrefix}/experiences/metadata`, { endpoint: 'metadata', method: 'GET' }],
  [`${apiPrefix}/experiences/events`, { endpoint: 'events', method: 'POST' }],
]);

export const apiPaths: readonly string[] = [...routes.keys()];

export function routeOf(path: string): Route | undefined {
  return routes.get(path);
}
