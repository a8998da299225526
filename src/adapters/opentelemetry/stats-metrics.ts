import type { Attributes } from '@opentelemetry/api';
import type { PersonalizeStats } from '../../core/stats.js';
import * as names from './names.js';

/** One number and what tells it from the others of its metric; `undefined`: there is none now. */
type Reading = readonly [value: number | undefined, attributes?: Attributes];

/** A metric that `stats()` is read for. */
export interface StatsMetric {
  readonly name: string;
  /** `counter`: only grows. `level`: adds up over processes. `gauge`: does not. */
  readonly kind: 'counter' | 'level' | 'gauge';
  /** In UCUM. */
  readonly unit: string;
  readonly description: string;
  readonly read: (stats: PersonalizeStats) => readonly Reading[];
}

const ofKind =
  (kind: StatsMetric['kind']) =>
  (name: string, unit: string, description: string, read: StatsMetric['read']): StatsMetric => ({
    name: `personalize.${name}`,
    kind,
    unit,
    description,
    read,
  });

const counter = ofKind('counter');
const level = ofKind('level');
const gauge = ofKind('gauge');

/** One reading for each reason. */
function byReason(counts: Readonly<Partial<Record<string, number>>> = {}): readonly Reading[] {
  return Object.entries(counts).map(([reason, count]) => [count, { [names.reason]: reason }]);
}

function inSeconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1_000;
}

/** One for each state, so that a dashboard can add them up over processes: 1 where it is in that state, else 0. */
function readBreaker({ breaker }: PersonalizeStats): readonly Reading[] {
  if (breaker === undefined) return [];
  const states = ['closed', 'open', 'half-open'] as const;
  return states.map((state) => [Number(state === breaker), { [names.breakerState]: state }]);
}

const ofEvents: readonly StatsMetric[] = [
  counter('events.queued', '{event}', 'Impressions and clicks tracked by this process.', ({ events }) => [
    [events?.queued],
  ]),
  counter('events.recovered', '{event}', 'Events taken over from a process that ended.', ({ events }) => [
    [events?.recovered],
  ]),
  counter('events.delivered', '{event}', 'Events that the API took.', ({ events }) => [[events?.delivered]]),
  counter('events.dropped', '{event}', 'Events that were not delivered.', ({ events }) => byReason(events?.dropped)),
  level('events.pending', '{event}', 'Events that wait for their delivery.', ({ events }) => [[events?.pending]]),
  gauge('events.oldest', 's', 'Age of the oldest event that waits.', ({ events }) => [[inSeconds(events?.oldestMs)]]),
  counter('reports.accepted', '{event}', 'Events of browsers that were recorded.', ({ events }) => [
    [events?.reports.accepted],
  ]),
  counter('reports.duplicates', '{event}', 'Events of browsers that had been recorded before.', ({ events }) => [
    [events?.reports.duplicates],
  ]),
  counter('reports.refused', '{report}', 'Requests and events of browsers that were not recorded.', ({ events }) =>
    byReason(events?.reports.refused),
  ),
];

/** Everything in `stats()`. A member that is not here does not compile. */
const byMember: Readonly<Record<keyof PersonalizeStats, readonly StatsMetric[]>> = {
  pages: [counter('pages', '{page}', 'Requests that went through personalize().', ({ pages }) => [[pages]])],
  calls: [counter('calls', '{call}', 'Calls sent to the API for pages, retries included.', ({ calls }) => [[calls]])],
  coalesced: [
    counter('coalesced', '{question}', 'Questions answered by a call under way.', ({ coalesced }) => [[coalesced]]),
  ],
  cache: [
    counter('cache.hits', '{key}', 'Keys answered from the cache.', ({ cache: { fresh, stale } }) => [
      [fresh, { [names.freshness]: 'fresh' }],
      [stale, { [names.freshness]: 'stale' }],
    ]),
    level('cache.entries', '{entry}', 'Answers in the cache.', ({ cache }) => [[cache.entries]]),
  ],
  defaults: [counter('defaults', '{key}', 'Keys that got their default.', ({ defaults }) => byReason(defaults))],
  breaker: [level('breaker.state', '1', 'Whether the circuit breaker is in this state: 1 or 0.', readBreaker)],
  quotaLeft: [gauge('quota.left', '{call}', 'Calls left in this minute.', ({ quotaLeft }) => [[quotaLeft]])],
  latencyMs: [
    gauge('call.latency', 's', 'Quantiles of the last 1,024 calls for pages.', ({ latencyMs: { p50, p99 } }) => [
      [inSeconds(p50), { [names.quantile]: 0.5 }],
      [inSeconds(p99), { [names.quantile]: 0.99 }],
    ]),
  ],
  events: ofEvents,
};

export const statsMetrics: readonly StatsMetric[] = Object.values(byMember).flat();
