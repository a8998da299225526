import { context, metrics, SpanKind, trace } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import type { MetricData } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { RequestHandler } from 'express';

class Reader extends MetricReader {
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }

  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
}

export interface Sdk {
  /** Spans that have ended, of this name or of any. */
  readonly spans: (name?: string) => readonly ReadableSpan[];
  readonly collect: () => Promise<readonly MetricData[]>;
}

/** Registers a real SDK for the process, as an application does at its start. Until the end of the test. */
export function registerSdk(): Sdk {
  const exporter = new InMemorySpanExporter();
  const reader = new Reader();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  return {
    spans: (name) => exporter.getFinishedSpans().filter((span) => name === undefined || span.name === name),
    async collect() {
      const { resourceMetrics, errors } = await reader.collect();
      expect(errors).toEqual([]);
      return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    },
  };
}

afterEach(() => {
  trace.disable();
  metrics.disable();
  context.disable();
});

/** Serves each request in a span of its own, as the instrumentation of HTTP does. */
export const traceRequests: RequestHandler = (req, res, next) => {
  const span = trace.getTracer('test').startSpan(req.method, { kind: SpanKind.SERVER });
  res.once('close', () => {
    span.end();
  });
  context.with(trace.setSpan(context.active(), span), next);
};

/** The traces of some spans. */
export const tracesOf = (spans: readonly ReadableSpan[]): readonly string[] =>
  spans.map((span) => span.spanContext().traceId);

function labelOf(name: string, attributes: Attributes): string {
  const values = Object.values(attributes).map(String);
  return [name, ...values].join(' ');
}

/** The values of all metrics but histograms, each under its name and the values of its attributes. */
export function valuesOf(found: readonly MetricData[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    found.flatMap(({ descriptor, dataPoints }) =>
      dataPoints
        .filter(({ value }) => typeof value === 'number')
        .map(({ attributes, value }) => [labelOf(descriptor.name, attributes), value] as const),
    ),
  );
}

/** The attributes of each series of a metric. */
export function seriesOf(found: readonly MetricData[], name: string): readonly Attributes[] {
  return found
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }) => dataPoints.map(({ attributes }) => attributes));
}
