import express from 'express';
import request from 'supertest';
import { createOpenTelemetryObserver } from '../../../src/adapters/opentelemetry.js';
import { createFakeClock } from '../../support/fake-clock.js';
import { customer, openReporting } from '../express/reporting-site.js';
import type { Options } from '../express/reporting-site.js';
import type { Site } from '../express/support.js';
import { registerSdk, seriesOf, valuesOf } from './sdk.js';
import type { Sdk } from './sdk.js';

/** A site that is measured, whose page shows one of two experiences that everybody matches. */
async function openMeasured(options: Options = {}): Promise<Site & { readonly sdk: Sdk }> {
  const sdk = registerSdk();
  const observer = createOpenTelemetryObserver();
  return { ...(await openReporting(express, undefined, { observer, ...options })), sdk };
}

const visit = async ({ app }: Site): Promise<void> => {
  await request(app).get('/').set(customer).expect(200);
};

/** A request that counts as a page of this site, and is no report as the router takes them. */
const sendJunk = async ({ app }: Site): Promise<void> => {
  const headers = { ...customer, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain;charset=UTF-8' };
  await request(app).post('/personalize/events').set(headers).send('junk');
};

it('the metrics are what stats() tells', async () => {
  const site = await openMeasured({ cache: { ttlMs: 60_000 } });
  site.app.get('/other', site.personalize('gold-offer', 'newsletter-hero'), (_req, res) => {
    res.send('ok');
  });
  await visit(site);
  await visit(site);
  await request(site.app).get('/other').expect(200);
  await sendJunk(site);
  await site.personalize.flush();

  const found = valuesOf(await site.sdk.collect());

  const stats = site.personalize.stats();
  expect(found).toEqual({
    'personalize.pages': stats.pages,
    'personalize.calls': stats.calls,
    'personalize.coalesced': stats.coalesced,
    'personalize.cache.hits fresh': stats.cache.fresh,
    'personalize.cache.hits stale': stats.cache.stale,
    'personalize.cache.entries': stats.cache.entries,
    'personalize.defaults NOT_MATCHED': stats.defaults.NOT_MATCHED,
    'personalize.breaker.state closed': 1,
    'personalize.breaker.state open': 0,
    'personalize.breaker.state half-open': 0,
    'personalize.quota.left': stats.quotaLeft,
    'personalize.call.latency 0.5': (stats.latencyMs.p50 ?? 0) / 1_000,
    'personalize.call.latency 0.99': (stats.latencyMs.p99 ?? 0) / 1_000,
    'personalize.events.queued': stats.events?.queued,
    'personalize.events.recovered': stats.events?.recovered,
    'personalize.events.delivered': stats.events?.delivered,
    'personalize.events.pending': stats.events?.pending,
    'personalize.reports.accepted': stats.events?.reports.accepted,
    'personalize.reports.duplicates': stats.events?.reports.duplicates,
    'personalize.reports.refused MALFORMED': stats.events?.reports.refused.MALFORMED,
  });
  // Or all of it might be nothing.
  expect(stats).toMatchObject({
    pages: 4,
    calls: 2,
    cache: { fresh: 2, entries: 4 },
    defaults: { NOT_MATCHED: 2 },
    events: { queued: 2, delivered: 2, reports: { refused: { MALFORMED: 1 } } },
  });
});

it('what is turned off has no metric', async () => {
  const { sdk } = await openMeasured({ breaker: false, quota: false, events: false });

  const found = Object.keys(valuesOf(await sdk.collect()));

  expect(found).toContain('personalize.pages');
  expect(found.filter((name) => /breaker|quota|events|reports/.test(name))).toEqual([]);
});

it('events that wait are counted, and their age told in seconds', async () => {
  const site = await openMeasured();
  site.emulator.fault({ kind: 'status', status: 503 }, { path: '/events' });
  await visit(site);
  await site.personalize.flush({ timeoutMs: 100 });

  const found = valuesOf(await site.sdk.collect());
  site.emulator.fault(undefined);

  expect(found).toMatchObject({ 'personalize.events.queued': 1, 'personalize.events.pending': 1 });
  expect(found['personalize.events.oldest']).toBeGreaterThanOrEqual(0);
  expect(found['personalize.events.oldest']).toBeLessThan(10);
});

it('the breaker is seen to open, and what failed to have failed', async () => {
  // On the machine's own clock it might be half open by the last page.
  const site = await openMeasured({ cache: false, events: false, clock: createFakeClock() });
  site.emulator.fault({ kind: 'status', status: 500 });

  for (let page = 0; page < 22; page += 1) await visit(site);

  const found = await site.sdk.collect();
  expect(valuesOf(found)).toMatchObject({
    'personalize.breaker.transitions closed open': 1,
    'personalize.breaker.state closed': 0,
    'personalize.breaker.state open': 1,
    'personalize.defaults HTTP_ERROR': 40,
    'personalize.defaults BREAKER_OPEN': 4,
  });
  expect(seriesOf(found, 'personalize.resolve.duration')).toEqual([
    { 'error.type': 'HTTP_ERROR' },
    { 'error.type': 'BREAKER_OPEN' },
  ]);
});

it('the duration of each call is told by endpoint, those of deliveries included', async () => {
  const site = await openMeasured();
  await visit(site);
  await site.personalize.flush();

  const found = await site.sdk.collect();

  expect(seriesOf(found, 'personalize.call.duration')).toEqual(
    ['/experiences/fetch', '/experiences/events'].map((endpoint) => ({
      'http.request.method': 'POST',
      'url.template': endpoint,
      'http.response.status_code': 200,
    })),
  );
});

it('each metric has a unit and a description', async () => {
  const site = await openMeasured();
  await visit(site);

  const found = await site.sdk.collect();

  expect(found.length).toBeGreaterThan(15);
  expect(found.filter(({ descriptor: { unit, description } }) => unit === '' || description === '')).toEqual([]);
});

it('two instances of a process are told apart by attributes of their own', async () => {
  const sdk = registerSdk();
  const sites = await Promise.all(
    ['shop', 'blog'].map((name) =>
      openReporting(express, undefined, {
        observer: createOpenTelemetryObserver({ attributes: { 'app.site': name } }),
      }),
    ),
  );
  for (const [index, site] of sites.entries()) for (let page = 0; page <= index; page += 1) await visit(site);

  const found = await sdk.collect();

  expect(valuesOf(found)).toMatchObject({ 'personalize.pages shop': 1, 'personalize.pages blog': 2 });
  expect(seriesOf(found, 'personalize.resolve.duration')).toEqual([{ 'app.site': 'shop' }, { 'app.site': 'blog' }]);
  expect(sdk.spans('personalize.resolve').map(({ attributes }) => attributes['app.site'])).toEqual([
    'shop',
    'blog',
    'blog',
  ]);
});
