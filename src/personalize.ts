import type { RequestListener } from 'node:http';
import type { RequestHandler } from 'express';
import { createAxiosTransport } from './client/axios-transport.js';
import { experienceStatuses, fetchMetadata } from './client/fetch-metadata.js';
import { withDeadline } from './client/deadline.js';
import { guardTransport } from './client/guarded-transport.js';
import type { GuardedTransport } from './client/guarded-transport.js';
import type { Transport } from './client/transport.js';
import { withMeter } from './client/with-meter.js';
import { withObserver } from './client/with-observer.js';
import { createPersonalizeClient } from './client/personalize-client.js';
import type { PersonalizeClient } from './client/personalize-client.js';
import type { PersonalizeOptions } from './config/personalize-options.js';
import { resolveOptions } from './config/resolve-options.js';
import type { ResolvedOptions } from './config/resolved-options.js';
import { createVisitorReader } from './context/visitor-reader.js';
import type { VisitorReader } from './context/visitor-reader.js';
import { systemClock } from './core/clock.js';
import type { Clock } from './core/clock.js';
import type { ExperienceMap, KeyOf, RegisteredExperiences } from './core/experience.js';
import { createCounters } from './core/counters.js';
import type { Counters } from './core/counters.js';
import { createForgottenCustomers } from './core/forgotten-customers.js';
import type { ForgottenCustomers } from './core/forgotten-customers.js';
import { createWarnings } from './core/warnings.js';
import type { Warnings } from './core/warnings.js';
import { assembleDelivery } from './events/assemble-delivery.js';
import type { EventDelivery } from './events/event-delivery.js';
import type { TrackedEvent } from './core/tracked-event.js';
import { askActiveOnly, watchActiveKeys } from './experiences/active-keys.js';
import type { ActiveKeys, ActiveKeysPorts } from './experiences/active-keys.js';
import { assembleAsk } from './experiences/assemble-ask.js';
import { knowInactive } from './experiences/known-answers.js';
import { askNetwork, watchRefusals } from './experiences/network.js';
import { createResolver } from './experiences/resolver.js';
import { assembleReporting } from './express/assemble-reporting.js';
import type { AssembledReporting } from './express/assemble-reporting.js';
import { assemblePreviews } from './express/assemble-previews.js';
import { createLifecycle } from './express/lifecycle.js';
import type { Lifecycle } from './express/lifecycle.js';
import { createMiddleware } from './express/middleware.js';
import { createPageEnds, promptPageEnds, withPageEnds } from './express/page-ends.js';
import { loosen } from './express/personalize-handler.js';
import type { PersonalizeHandler } from './express/personalize-handler.js';
import { readStats } from './express/stats.js';
import type { PersonalizeStats } from './express/stats.js';
import type { PageRequest } from './express/page-request.js';

/** No page waits for the metadata, so that it may take longer than one would. */
const metadataPatience = 10;

/** Makes middleware; see `createPersonalize`. */
export interface Personalize<E extends object = RegisteredExperiences> extends Lifecycle {
  /** Attaches `res.locals.personalization`; no API call. */
  (): PersonalizeHandler;
  /** Attaches if need be and resolves these keys, and those of `everyPage`, in one call before the next handler. */
  (...keys: readonly [KeyOf<E>, ...KeyOf<E>[]]): PersonalizeHandler;
  /** The same, saying who waits and how long. */
  (request: PageRequest<E>): PersonalizeHandler;
  /** The API itself, without Express. */
  readonly client: PersonalizeClient;
  /** For browser traffic: mount it at `routerPath`, by default `app.use('/personalize', personalize.router())`. */
  readonly router: () => PersonalizeHandler;
  /**
   * Wraps the application, for `createServer(personalize.refuseJunk(app))`: what comes for the router, and no page of this
   * site can have sent, is answered before Express begins with it, as the router would answer, and counted in
   * `stats().events.reports`. Everything else, good reports among it, the application gets. Needs the router mounted at
   * `routerPath`. With `events: false` it is the application itself.
   */
  readonly refuseJunk: (app: RequestListener) => RequestListener;
  /** Counters since the start, and how breaker, quota, cache and events stand. */
  readonly stats: () => PersonalizeStats;
}

/** What many parts need. */
interface Parts {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly forgotten: ForgottenCustomers;
  readonly warnings: Warnings;
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

/** The router of a site that reports nothing. */
const passOn: RequestHandler = (_req, _res, next) => {
  next();
};

/** The way to the API, with what keeps its troubles from the pages, and without. */
function assembleTransports(
  options: ResolvedOptions,
  { clock, counters, warnings }: Pick<Parts, 'clock' | 'counters' | 'warnings'>,
): { readonly pages: GuardedTransport; readonly events: Transport } {
  const { observer } = options;
  const wire = createAxiosTransport(options);
  const observed = (transport: Transport): Transport =>
    observer ? withObserver(transport, observer, clock) : transport;
  return {
    pages: guardTransport(observed(withMeter(wire, counters, clock)), options, { clock, warnings, observer }),
    // Events have time, and a sender that knows what to do about each failure. Only pages count as calls.
    events: withDeadline(observed(wire), clock),
  };
}

/** Events from pages and browsers, and the way they take; nothing with `events: false`. */
function assembleEvents(
  options: ResolvedOptions,
  transport: Transport,
  { clock, warnings, forgotten }: Pick<Parts, 'clock' | 'warnings' | 'forgotten'>,
  visitors: VisitorReader,
): (AssembledReporting & { readonly delivery: EventDelivery }) | undefined {
  const { events } = options;
  if (events === undefined) return undefined;
  const { apiKey, workspaceId: id, observer } = options;
  const workspace = { id, apiKey };
  const pageEnds = events.waitUntil ? promptPageEnds : createPageEnds(clock);
  const assembled = assembleDelivery(transport, events, { clock, warnings, observer, workspace });
  const delivery = withPageEnds(assembled, pageEnds);
  const track = (event: TrackedEvent): void => {
    delivery.track(event);
  };
  const ports = { clock, warnings, forgotten, track, pageEnds, visitors };
  return { delivery, ...assembleReporting(options, events, ports) };
}

/** The one place where the parts meet. */
export function assemblePersonalize(options: ResolvedOptions, clock: Clock): Personalize<ExperienceMap> {
  const { timeoutMs, observer } = options;
  const warnings = createWarnings(options.logger, clock);
  const counters = createCounters();
  const forgotten = createForgottenCustomers(clock);
  const transports = assembleTransports(options, { clock, counters, warnings });
  const refusal = watchRefusals(transports.pages, warnings);
  const previewing = assemblePreviews(options, askNetwork(transports.pages, warnings), { clock, warnings });
  const { onSame } = previewing;
  const cached = assembleAsk(previewing.ask, refusal, options, { clock, counters, forgotten, warnings, onSame });
  const activeKeys = options.activeKeysOnly ? watchKeys(transports.pages, options, { clock, warnings }) : undefined;
  const ask = activeKeys ? askActiveOnly(cached.ask, activeKeys) : cached.ask;
  const known = activeKeys ? knowInactive(cached.known, activeKeys) : cached.known;
  const resolver = createResolver(options.defaults, { ask, known, clock, counters, observer, warnings });
  const reader = createVisitorReader(options, { clock, warnings });
  const events = assembleEvents(options, transports.events, { clock, warnings, forgotten }, reader);
  const { cache, shared } = cached;
  const release = (): Promise<void> => {
    activeKeys?.stop();
    return transports.pages.close();
  };
  const reporting = events?.reporting;
  const stats = (): PersonalizeStats => readStats(counters, transports.pages, cached, events);
  observer?.onStart({ stats });
  const previews = previewing.open(stats);
  return Object.assign(
    createMiddleware(options, { clock, counters, reader, reporting, resolver, previews, warnings }),
    {
      client: createPersonalizeClient(transports.pages, clock, timeoutMs, transports.events),
      router: () => loosen(events?.router.handler ?? passOn),
      refuseJunk: events?.router.refuseJunk ?? ((app: RequestListener) => app),
      stats,
      ...createLifecycle({ clock, delivery: events?.delivery, cache, shared, forgotten, host: process, release }),
    },
  );
}

/**
 * Makes the middleware factory of one workspace. Create it once, when the application starts; it holds the connections.
 *
 * @param options - All but the credentials and the data centre have defaults, and those may come from the environment:
 * `MOENGAGE_WORKSPACE_ID`, `MOENGAGE_PERSONALIZE_API_KEY`, `MOENGAGE_DATA_CENTER` or `MOENGAGE_BASE_URL`.
 * @throws PersonalizeError `MOE_OPTION_*`, naming the option, the rule and what was received.
 */
export function createPersonalize<E extends object = RegisteredExperiences>(
  // Told, never inferred: the defaults rarely name every key and variable that there is.
  options?: PersonalizeOptions<NoInfer<E>>,
): Personalize<E>;
export function createPersonalize(options: PersonalizeOptions<ExperienceMap> = {}): Personalize<ExperienceMap> {
  return assemblePersonalize(resolveOptions(options, process.env), systemClock);
}
