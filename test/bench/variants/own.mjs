import { pathToFileURL } from 'node:url';
import { credentials, keys } from './moengage.mjs';

/** This package as an application uses it. The load is far above what a workspace may ask in a minute. */
async function create({ upstream, packageFolder }, cache) {
  const { createPersonalize } = await import(pathToFileURL(`${packageFolder}/dist/esm/index.js`).href);
  const personalize = createPersonalize({
    ...credentials,
    baseUrl: `${upstream}/v1`,
    identify: (req) => ({ customerId: req.headers['x-visitor'] }),
    timeZone: 'Europe/Berlin',
    quota: false,
    cache,
  });
  return {
    middleware: personalize(...keys),
    read: ({ locals: { personalization } }) => ({
      headline: personalization.value('homepage-banner', 'headline'),
      strip: personalization.value('promo-strip', 'text'),
    }),
  };
}

/** With its defaults: every page asks. */
export const createLive = (environment) => create(environment, undefined);

/** Answers are used again for longer than any run takes. */
export const createCached = (environment) => create(environment, { ttlMs: 3_600_000 });
