import { encodeFetch, maxKeysPerCall } from '../../client/encode-fetch.js';
import type { ApiRequest } from '../../client/transport.js';
import { readLocalTime } from '../../context/local-time.js';
import { countOf } from '../printable.js';
import { readMetadata } from './credentials.js';
import { fine, trouble, warning } from './finding.js';
import type { Remark } from './finding.js';
import type { Patient } from './patient.js';
import type { Reply } from './probe.js';

const calls = 10;

/** Enough to know that something is wrong; each may take all the patience that there is. */
const mostFailures = 2;

/** The `timeoutMs` of an application that says nothing. */
const usualTimeoutMs = 500;

const leastRecommendedMs = 100;
/** No page should wait longer, however slow the API is. */
const mostRecommendedMs = 2_000;
const stepMs = 50;

/** Twice the slowest of the ten calls, rounded up to 50 ms: at least 100 and at most 2,000. */
export function recommendTimeout(slowestMs: number): number {
  const doubled = Math.ceil((2 * slowestMs) / stepMs) * stepMs;
  return Math.min(mostRecommendedMs, Math.max(leastRecommendedMs, doubled));
}

/** By nearest rank, so that it is a time that was measured. The times are sorted and not empty. */
export function percentile(sortedMs: readonly number[], rank: number): number {
  return sortedMs[Math.max(0, Math.ceil((rank / 100) * sortedMs.length) - 1)] ?? 0;
}

/** What a page of an anonymous visitor would ask: for the Active keys, or for all there are. */
async function pageRequest({ metadata, clock }: Patient): Promise<ApiRequest> {
  const experiences = readMetadata(await metadata()) ?? [];
  const active = experiences.filter(({ status }) => status === 'Active').map(({ key }) => key);
  const { dayOfWeek, hourOfDay } = readLocalTime('UTC', clock.now());
  const keys = active.length === 0 ? 'all' : active.slice(0, maxKeysPerCall);
  return { method: 'POST', path: '/experiences/fetch', body: encodeFetch({ dayOfWeek, hourOfDay }, keys) };
}

const isAnswer = ({ outcome }: Reply): boolean => outcome.kind === 'answered' && outcome.status === 200;

/** One call after the other, as a busy page makes them: over a connection that is there. */
async function measure(
  patient: Patient,
): Promise<{ readonly sortedMs: readonly number[]; readonly failed: readonly Reply[] }> {
  const request = await pageRequest(patient);
  const timesMs: number[] = [];
  const failed: Reply[] = [];
  while (timesMs.length + failed.length < calls && failed.length < mostFailures) {
    const reply = await patient.probe.ask(request);
    if (isAnswer(reply)) timesMs.push(Math.round(reply.durationMs));
    else failed.push(reply);
  }
  return { sortedMs: timesMs.sort((one, other) => one - other), failed };
}

function failureOf({ outcome }: Reply): string {
  return outcome.kind === 'failed' ? outcome.reason : `HTTP ${outcome.status}`;
}

/** How long pages wait for the API from here, and what `timeoutMs` that asks for. */
export async function examineLatency(patient: Patient): Promise<readonly Remark[]> {
  const { sortedMs, failed } = await measure(patient);
  const failures = [...new Set(failed.map(failureOf))].join(', ');
  if (sortedMs.length === 0) return [trouble(`no page would get an answer (${failures})`, 'pages get their defaults')];
  const [p50, p95, p99] = [50, 95, 99].map((rank) => percentile(sortedMs, rank));
  const slowestMs = sortedMs.at(-1) ?? 0;
  const timeoutMs = recommendTimeout(slowestMs);
  const data = {
    calls: sortedMs.length,
    failed: failed.length,
    p50: p50 ?? 0,
    p95: p95 ?? 0,
    p99: p99 ?? 0,
    timeoutMs,
  };
  const times = `${countOf(sortedMs.length, 'call')}: p50 ${data.p50} ms, p95 ${data.p95} ms, p99 ${data.p99} ms`;
  const rule = `recommended timeoutMs: ${timeoutMs} (twice the slowest, in steps of ${stepMs}, ${leastRecommendedMs} to ${mostRecommendedMs})`;
  const message = `${times}; ${rule}`;
  if (failed.length > 0) return [warning(`${message}; ${failed.length} failed (${failures})`, 'ask again', data)];
  if (timeoutMs <= usualTimeoutMs) return [fine(`${message}; the default of ${usualTimeoutMs} will do`, data)];
  const isFar = 2 * slowestMs > mostRecommendedMs;
  const advice = isFar ? 'slow for a page: is the data centre far from here?' : `the default is ${usualTimeoutMs}`;
  return [warning(message, `createPersonalize({ timeoutMs: ${timeoutMs} }); ${advice}`, data)];
}
