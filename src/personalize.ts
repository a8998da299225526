import { createAxiosTransport } from './client/axios-transport.js';
import { experienceStatuses, fetchMetadata } from './client/fetch-metadata.js';
import { guardTransport } from './client/guarded-transport.js';
import type { Transport } from './client/transport.js';
import { withMeter } from './client/with-meter.js';
import { withObserver } from './client/with-observer.js';
import { createPersonalizeClient } from './client/personalize-client.js';
import type { PersonalizeClient } from './client/personalize-client.js';
import type { PersonalizeOptions } from './config/personalize-options.js';
import { resolveOptions } from './config/resolve-options.js';
import type { ResolvedOptions } from './config/resolved-options.js';
import { createVisitorReader } from './context/visitor-reader.js';
import { systemClock } from './core/clock.js';
import type { Clock } from './core/clock.js';
import type { ExperienceMap, KeyOf, RegisteredExperiences } from './core/experience.js';
import { createCounters } from './core/counters.js';
import { createWarnings } from './core/warnings.js';
import { askActiveOnly, watchActiveKeys } from './experiences/active-keys.js';
import type { ActiveKeys, ActiveKeysPorts } from './experiences/active-keys.js';
import { assembleAsk } from './experiences/assemble-ask.js';
import { knowInactive } from './experiences/known-answers.js';
import { askNetwork, watchRefusals } from './experiences/network.js';
import { createResolver } from './experiences/resolver.js';
import { createMiddleware } from './express/middleware.js';
import type { PersonalizeHandler } from './express/personalize-handler.js';
import { readStats } from './express/stats.js';
import type { PersonalizeStats } from './express/stats.js';
import type { PageRequest } from './express/page-request.js';

/** No page waits for the metadata, so that it may take longer than one would. */
const metadataPatience = 10;

/** Makes middleware; see `createPersonalize`. */
export interface Personalize<E extends object = RegisteredExperiences> {
  /** Attaches `res.locals.personalization`; no API call. */
  (): PersonalizeHandler;
  /** Attaches if need be and resolves these keys, and those of `everyPage`, in one call before the next handler. */
  (...keys: readonly [KeyOf<E>, ...KeyOf<E>[]]): PersonalizeHandler;
  /** The same, saying who waits and how long. */
  (request: PageRequest<E>): PersonalizeHandler;
  /** The API itself, without Express. */
  readonly client: PersonalizeClient;
  /** Counters since the start, and how breaker, quota and cache stand. */
  readonly stats: () => PersonalizeStats;
  /** Frees the connections; a page asked for later gets its defaults. May be called more than once. */
  readonly close: () => Promise<void>;
}

/** Which keys are Active, from the metadata. */
function watchKeys(
  transport: Transport,
  { timeoutMs }: ResolvedOptions,
  { clock, warnings }: Pick<ActiveKeysPorts, 'clock' | 'warnings'>,
): ActiveKeys {
  const fetchAll = (): ReturnType<ActiveKeysPorts['fetchMetadata']> =>
    fetchMetadata(transport, experienceStatuses, { deadline: clock.monotonic() + metadataPatience * timeoutMs });
  return watchActiveKeys({ fetchMetadata: fetchAll, clock, warnings });
}

/** The one place where the parts meet. */
export function assemblePersonalize(options: ResolvedOptions, clock: Clock): Personalize<ExperienceMap> {
  const { timeoutMs } = options;
  const warnings = createWarnings(options.logger, clock);
  const counters = createCounters();
  const { observer } = options;
  const metered = withMeter(createAxiosTransport(options), counters, clock);
  const wire = observer ? withObserver(metered, observer, clock) : metered;
  const transport = guardTransport(wire, options, clock, observer);
  const refusal = watchRefusals(transport, warnings);
  const cached = assembleAsk(askNetwork(transport, warnings), refusal, options, { clock, counters });
  const activeKeys = options.activeKeysOnly ? watchKeys(transport, options, { clock, warnings }) : undefined;
  const ask = activeKeys ? askActiveOnly(cached.ask, activeKeys) : cached.ask;
  const known = activeKeys ? knowInactive(cached.known, activeKeys) : cached.known;
  const resolver = createResolver(options.defaults, { ask, known, clock, counters, observer, warnings });
  const reader = createVisitorReader(options, { clock, warnings });
  return Object.assign(createMiddleware(options, { clock, counters, reader, resolver, warnings }), {
    client: createPersonalizeClient(transport, clock, timeoutMs),
    stats: () => readStats(counters, transport, cached.cache),
    close: () => {
      activeKeys?.stop();
      return transport.close();
    },
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
