/**
 * All that is compared. `module` and `create` say where the variant is made; each gives `{ mount, middleware, read }`:
 * what the application runs in front of all, what the route runs, and what the page shows.
 */
export const variants = {
  bare: { label: 'bare Express page', module: 'bare', create: 'createVariant' },
  attached: { label: 'this package, nothing asked', module: 'own', create: 'createAttached' },
  cached: { label: 'this package, cache hit', module: 'own', create: 'createCached' },
  observed: { label: 'cache hit, OpenTelemetry', module: 'own', create: 'createObserved' },
  reporting: { label: 'cache hit, two impressions', module: 'own', create: 'createReporting' },
  open: { label: 'this package, breaker open', module: 'own', create: 'createLive' },
  undici: { label: 'undici by hand', module: 'by-hand', create: 'createUndici' },
  live: { label: 'this package, live', module: 'own', create: 'createLive' },
  axiosTuned: { label: 'axios by hand, tuned', module: 'by-hand', create: 'createAxiosTuned' },
  axios: { label: 'axios by hand, defaults', module: 'by-hand', create: 'createAxiosDefault' },
  naive: { label: 'naive middleware', module: 'naive', create: 'createVariant' },
  amplitude: { label: 'Amplitude Experiment', module: 'amplitude', create: 'createVariant' },
  contentstack: { label: 'Contentstack Personalize', module: 'contentstack', create: 'createVariant' },
  posthog: { label: 'PostHog', module: 'posthog', create: 'createVariant' },
  flagsmith: { label: 'Flagsmith', module: 'flagsmith', create: 'createVariant' },
};

/** @param {{ upstream: string, packageFolder: string }} environment */
export async function loadVariant(name, environment) {
  const { module, create } = variants[name];
  const { [create]: createVariant } = await import(`./variants/${module}.mjs`);
  return createVariant(environment);
}
