import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import express from 'express';
import request from 'supertest';
import { createOpenTelemetryObserver } from '../../../src/adapters/opentelemetry.js';
import { eventually } from '../../support/eventually.js';
import { customer } from '../express/reporting-site.js';
import type { Options } from '../express/reporting-site.js';
import { expressVersions, identifyByHeader, openSite } from '../express/support.js';
import type { Site } from '../express/support.js';
import { registerSdk, traceRequests, tracesOf } from './sdk.js';
import type { Sdk } from './sdk.js';

/** A site that is traced, with a page that asks for two experiences, of which everybody matches one. */
async function openTraced(createApp = express, options: Options = {}): Promise<Site & { readonly sdk: Sdk }> {
  const sdk = registerSdk();
  const observer = createOpenTelemetryObserver();
  const site = await openSite(createApp, { identify: identifyByHeader, observer, ...options });
  site.app.use(traceRequests);
  site.app.get('/', site.personalize('home-hero', 'newsletter-hero'), (_req, res) => {
    res.render('page');
  });
  return { ...site, sdk };
}

const inMs = ([seconds, nanoseconds]: readonly [number, number]): number => seconds * 1_000 + nanoseconds / 1_000_000;

/** When the only span of this name was. */
function timesOf(sdk: Sdk, name: string) {
  const [span] = sdk.spans(name);
  if (span === undefined) throw new Error(`there is no span ${name}`);
  return { startMs: inMs(span.startTime), endMs: inMs(span.endTime), lastedMs: inMs(span.duration) };
}

/** The SDK reads the wall clock for each span, in whole milliseconds. */
const skewMs = 2;

describe.each(expressVersions)('a page on %s', (_name, createApp) => {
  it('has a span for its question and one for its call, within that of its request', async () => {
    const { app, sdk } = await openTraced(createApp);

    await request(app).get('/').expect(200);

    const [server] = sdk.spans('GET');
    const [resolve, ...otherQuestions] = sdk.spans('personalize.resolve');
    const [call, ...otherCalls] = sdk.spans('personalize.call');
    expect([otherQuestions, otherCalls]).toEqual([[], []]);
    expect(resolve).toMatchObject({
      kind: SpanKind.INTERNAL,
      instrumentationScope: { name: 'express-moengage-personalize' },
      parentSpanContext: server?.spanContext(),
      attributes: {
        'personalize.keys': 2,
        'personalize.sources': ['network', 'default'],
        'personalize.reasons': ['NOT_MATCHED'],
      },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(call).toMatchObject({
      kind: SpanKind.INTERNAL,
      parentSpanContext: server?.spanContext(),
      attributes: {
        'http.request.method': 'POST',
        'url.template': '/experiences/fetch',
        'http.response.status_code': 200,
      },
      status: { code: SpanStatusCode.UNSET },
    });
  });

  it('that is one of several at a time has its own', async () => {
    const { app, sdk } = await openTraced(createApp, { cache: false });

    await Promise.all([1, 2, 3].map((page) => request(app).get('/').set('x-customer', `user_${page}`).expect(200)));

    expect(new Set(tracesOf(sdk.spans('GET'))).size).toBe(3);
    for (const name of ['personalize.resolve', 'personalize.call']) {
      expect([...tracesOf(sdk.spans(name))].sort()).toEqual([...tracesOf(sdk.spans('GET'))].sort());
    }
  });
});

it('the span of a question spans that of its call, which lasts as long as the call', async () => {
  const { app, emulator, sdk } = await openTraced();
  emulator.fault({ kind: 'latency', ms: 50 });
  const before = Date.now();

  await request(app).get('/').expect(200);

  const [resolve, call] = [timesOf(sdk, 'personalize.resolve'), timesOf(sdk, 'personalize.call')];
  expect(call.lastedMs).toBeGreaterThan(40);
  expect(resolve.lastedMs).toBeGreaterThanOrEqual(call.lastedMs);
  expect(resolve.startMs).toBeLessThan(call.startMs + skewMs);
  expect(resolve.endMs).toBeGreaterThan(call.endMs - skewMs);
  expect(resolve.startMs).toBeGreaterThan(before - skewMs);
  expect(resolve.endMs).toBeLessThan(Date.now() + skewMs);
});

it('a page that is answered from the cache has a question and no call', async () => {
  const { app, sdk } = await openTraced(express, { cache: { ttlMs: 60_000 } });
  await request(app).get('/').expect(200);

  await request(app).get('/').expect(200);

  expect(sdk.spans('personalize.call')).toHaveLength(1);
  expect(sdk.spans('personalize.resolve').map(({ attributes }) => attributes['personalize.sources'])).toEqual([
    ['network', 'default'],
    ['cache', 'default'],
  ]);
});

it('the spans of a page whose call failed say so', async () => {
  const { app, emulator, sdk } = await openTraced();
  emulator.fault({ kind: 'status', status: 500 });

  await request(app).get('/').expect(200);

  expect(sdk.spans('personalize.call')[0]).toMatchObject({
    attributes: { 'http.response.status_code': 500, 'error.type': '500' },
    status: { code: SpanStatusCode.ERROR },
  });
  expect(sdk.spans('personalize.resolve')[0]).toMatchObject({
    attributes: { 'personalize.reasons': ['HTTP_ERROR'], 'error.type': 'HTTP_ERROR' },
    status: { code: SpanStatusCode.ERROR },
  });
});

describe('a delivery of events', () => {
  const soon = { events: { flushIntervalMs: 10 } } as const;

  it('has a span that belongs to no request, and none beside it for its call', async () => {
    const { app, personalize, sdk } = await openTraced(express, soon);

    await request(app).get('/').set(customer).expect(200);
    await eventually(() => personalize.stats().events?.delivered === 1);

    const [deliver, ...others] = sdk.spans('personalize.deliver');
    expect(others).toEqual([]);
    expect(deliver).toMatchObject({
      kind: SpanKind.INTERNAL,
      parentSpanContext: undefined,
      attributes: { 'personalize.events': 1, 'http.response.status_code': 200 },
      status: { code: SpanStatusCode.UNSET },
    });
    expect(tracesOf(sdk.spans('GET'))).not.toContain(deliver?.spanContext().traceId);
    expect(sdk.spans('personalize.call').map(({ attributes }) => attributes['url.template'])).toEqual([
      '/experiences/fetch',
    ]);
  });

  it('that failed has one that says so', async () => {
    const { app, emulator, sdk } = await openTraced(express, soon);
    emulator.fault({ kind: 'status', status: 503 }, { path: '/events', times: 1 });
    await request(app).get('/').set(customer).expect(200);

    await eventually(() => sdk.spans('personalize.deliver').length > 0);

    expect(sdk.spans('personalize.deliver')[0]).toMatchObject({
      attributes: { 'personalize.events': 1, 'http.response.status_code': 503, 'error.type': '503' },
      status: { code: SpanStatusCode.ERROR },
    });
  });
});

it('an SDK that is registered later gets spans all the same', async () => {
  const site = await openSite(express, { observer: createOpenTelemetryObserver() });
  const sdk = registerSdk();
  site.app.get('/', site.personalize('home-hero'), (_req, res) => {
    res.send('ok');
  });

  await request(site.app).get('/').expect(200, 'ok');

  expect(sdk.spans('personalize.resolve')).toHaveLength(1);
});
