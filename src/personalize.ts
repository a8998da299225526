import type { RequestHandler } from 'express';
import { createAxiosTransport } from './client/axios-transport.js';
import { withDeadline } from './client/deadline.js';
import { fetchChunks } from './client/fetch-chunks.js';
import { createPersonalizeClient } from './client/personalize-client.js';
import type { PersonalizeClient } from './client/personalize-client.js';
import type { PersonalizeOptions } from './config/personalize-options.js';
import { resolveOptions } from './config/resolve-options.js';
import type { ResolvedOptions } from './config/resolved-options.js';
import { createVisitorReader } from './context/visitor-reader.js';
import { systemClock } from './core/clock.js';
import type { Clock } from './core/clock.js';
import type { ExperienceMap, KeyOf, RegisteredExperiences } from './core/experience.js';
import { createWarnings } from './core/warnings.js';
import { createResolver } from './experiences/resolver.js';
import { createMiddleware } from './express/middleware.js';
import type { PageRequest } from './express/page-request.js';

/** Makes middleware; see `createPersonalize`. */
export interface Personalize<E extends object = RegisteredExperiences> {
  /** Attaches `res.locals.personalization`; no API call. */
  (): RequestHandler;
  /** Attaches if need be and resolves these keys, and those of `everyPage`, in one call before the next handler. */
  (...keys: readonly [KeyOf<E>, ...KeyOf<E>[]]): RequestHandler;
  /** The same, saying who waits and how long. */
  (request: PageRequest<E>): RequestHandler;
  /** The API itself, without Express. */
  readonly client: PersonalizeClient;
  /** Frees the connections; a page asked for later gets its defaults. May be called more than once. */
  readonly close: () => Promise<void>;
}

/** The one place where the parts meet. */
export function assemblePersonalize(options: ResolvedOptions, clock: Clock): Personalize<ExperienceMap> {
  const { timeoutMs } = options;
  const warnings = createWarnings(options.logger, clock);
  const transport = withDeadline(createAxiosTransport(options), clock);
  const resolver = createResolver(options.defaults, {
    warnings,
    fetch: (visitor, keys, limits) => fetchChunks(transport, visitor, keys, limits),
  });
  const reader = createVisitorReader(options, { clock, warnings });
  return Object.assign(createMiddleware(options, { clock, reader, resolver, warnings }), {
    client: createPersonalizeClient(transport, clock, timeoutMs),
    close: () => transport.close(),
  });
}

/**
 * Makes the middleware factory of one workspace. Create it once, when the application starts; it holds the connections.
 *
 * @param options - All but the credentials and the data centre have defaults, and those may come from the environment:
 * `MOENGAGE_WORKSPACE_ID`, `MOENGAGE_PERSONALIZE_API_KEY`, `MOENGAGE_DATA_CENTER`.
 * @throws PersonalizeError `MOE_OPTION_*`, naming the option, the rule and what was received.
 */
export function createPersonalize<E extends object = RegisteredExperiences>(
  // Told, never inferred: the defaults rarely name every key and variable that there is.
  options?: PersonalizeOptions<NoInfer<E>>,
): Personalize<E>;
export function createPersonalize(options: PersonalizeOptions<ExperienceMap> = {}): Personalize<ExperienceMap> {
  return assemblePersonalize(resolveOptions(options, process.env), systemClock);
}
