import { pathToFileURL } from 'node:url';
import { credentials, keys } from './moengage.mjs';

/** The package as an application opens it. The load is far above what a workspace may ask in a minute. */
async function open({ upstream, packageFolder }, { cache, events = false, observer }) {
  const { createPersonalize } = await import(pathToFileURL(`${packageFolder}/dist/esm/index.js`).href);
  return createPersonalize({
    ...credentials,
    baseUrl: `${upstream}/v1`,
    identify: (req) => ({ customerId: req.headers['x-visitor'] }),
    timeZone: 'Europe/Berlin',
    quota: false,
    cache,
    events,
    observer,
  });
}

/** As the README has it: mounted in front of all, and asked by the route. */
async function create(environment, options) {
  const personalize = await open(environment, options);
  return {
    mount: personalize(),
    middleware: personalize(...keys),
    read: ({ locals: { personalization } }) => ({
      headline: personalization.value('homepage-banner', 'headline'),
      strip: personalization.value('promo-strip', 'text'),
    }),
  };
}

/** Mounted, and no page asks: what being there does to a page, for better or worse. */
export const createAttached = async (environment) => ({ mount: (await open(environment, {}))() });

/** Every page asks. As with the peers, nothing is reported. */
export const createLive = (environment) => create(environment, {});

/** Answers are used again for longer than any run takes. */
const cache = { ttlMs: 3_600_000 };
export const createCached = (environment) => create(environment, { cache });

/** The same as an application with the observer, where no SDK is registered. */
export async function createObserved(environment) {
  const adapter = pathToFileURL(`${environment.packageFolder}/dist/esm/adapters/opentelemetry.js`).href;
  const { createOpenTelemetryObserver } = await import(adapter);
  return create(environment, { cache, observer: createOpenTelemetryObserver() });
}

/** The same as the first, and both impressions of each page are reported, with the defaults but for room for all of them. */
export const createReporting = (environment) => create(environment, { cache, events: { maxQueued: 1_000_000 } });
