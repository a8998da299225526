import { ValueType } from '@opentelemetry/api';
import type { Attributes, Meter, MetricOptions, Observable } from '@opentelemetry/api';
import type { PersonalizeStats } from '../../core/stats.js';
import { statsMetrics } from './stats-metrics.js';
import type { StatsMetric } from './stats-metrics.js';

function createInstrument(meter: Meter, { kind, name, unit, description }: StatsMetric): Observable {
  const valueType = unit === 's' ? ValueType.DOUBLE : ValueType.INT;
  const options: MetricOptions = { unit, description, valueType };
  if (kind === 'counter') return meter.createObservableCounter(name, options);
  return kind === 'level'
    ? meter.createObservableUpDownCounter(name, options)
    : meter.createObservableGauge(name, options);
}

/** Reads `stats` whenever metrics are collected, once for all of them, so that they fit together. */
export function observeStats(meter: Meter, fixed: Attributes, stats: () => PersonalizeStats): void {
  const observed = statsMetrics.map((metric) => ({ read: metric.read, instrument: createInstrument(meter, metric) }));
  meter.addBatchObservableCallback(
    (result) => {
      const now = stats();
      for (const { read, instrument } of observed) {
        for (const [value, attributes] of read(now)) {
          if (value !== undefined) result.observe(instrument, value, { ...fixed, ...attributes });
        }
      }
    },
    observed.map(({ instrument }) => instrument),
  );
}
