import type { MetricData } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import request from 'supertest';
import { createOpenTelemetryObserver } from '../../../src/adapters/opentelemetry.js';
import { browser } from '../express/reporting-site.js';
import { expressVersions, openSite, workspace } from '../express/support.js';
import { registerSdk, traceRequests } from './sdk.js';

const canaries = {
  customerId: 'canary-customer-8821',
  email: 'canary@example.com',
  address: '203.0.113.77',
  utm: 'canary-utm-source',
  attribute: 'canary-attribute',
  userAgent: 'Canary/47.11',
  apiKey: 'emu_canary_4711',
  cookie: 'canary-cookie',
} as const;

const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/i;

/** All of a span that an exporter could send. */
const exported = ({
  name,
  attributes,
  events,
  links,
  status,
  resource,
  instrumentationScope,
}: ReadableSpan): unknown => ({
  name,
  attributes,
  events,
  links,
  status,
  resource: resource.attributes,
  instrumentationScope,
});

const textOf = (spans: readonly ReadableSpan[], metrics: readonly MetricData[]): string =>
  JSON.stringify([spans.map(exported), metrics]);

describe.each(expressVersions)('on %s', (_name, createApp) => {
  it('no span and no metric shows who the visitor is, a secret, or the UUID of an event', async () => {
    const sdk = registerSdk();
    const site = await openSite(
      createApp,
      {
        observer: createOpenTelemetryObserver(),
        identify: () => ({ customerId: canaries.customerId, userIdentifiers: { u_em: canaries.email } }),
        attributes: () => ({ loyalty: canaries.attribute }),
        rememberUtm: true,
        // Of a busy machine, too, a page has to come that shows something.
        timeoutMs: 20_000,
      },
      { ...workspace, apiKey: canaries.apiKey },
    );
    site.app.set('trust proxy', true);
    site.app.use(traceRequests);
    site.app.use('/personalize', site.personalize.router());
    // Keys may be made of anything.
    site.app.get('/', site.personalize('home-hero'), async (req, res) => {
      await res.locals.personalization.resolve(`offers-for-${canaries.customerId}`, `offers-at-${req.url.slice(1)}`);
      res.render('page');
    });
    const visit = (): Promise<unknown> =>
      request(site.app)
        .get(`/?utm_source=${canaries.utm}`)
        .set({
          'user-agent': `${browser} ${canaries.userAgent}`,
          'x-forwarded-for': canaries.address,
          accept: 'text/html',
          cookie: `moe_utm=${canaries.cookie}`,
        })
        .expect(200);

    await visit();
    await site.personalize.flush();
    for (const status of [400, 401, 500]) {
      site.emulator.fault({ kind: 'status', status, body: { error: { message: Object.values(canaries).join() } } });
      await visit();
    }
    await site.personalize.flush({ timeoutMs: 50 });
    const text = textOf(sdk.spans(), await sdk.collect());

    // What was looked for was there to be found.
    const sent = JSON.stringify(site.emulator.ledger.calls);
    for (const canary of ['customerId', 'email', 'address', 'utm', 'attribute', 'userAgent'] as const) {
      expect(sent).toContain(canaries[canary]);
    }
    expect(JSON.stringify(site.emulator.ledger.events)).toMatch(uuid);
    for (const name of ['resolve', 'call', 'deliver']) expect(text).toContain(`"personalize.${name}"`);

    expect(Object.values(canaries).filter((canary) => text.includes(canary))).toEqual([]);
    expect(text).not.toMatch(uuid);
  });
});
