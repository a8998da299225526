import { fine, skipped, trouble, warning } from './finding.js';
import type { Remark } from './finding.js';
import type { Patient } from './patient.js';

/** `Date` has whole seconds, which are half a second over on average. */
const halfSecond = 500;

const noticeableMs = 5_000;
const harmfulMs = 60_000;

/** Whether this machine and the API have the same time, by the `Date` of an answer. */
export async function examineClock({ metadata }: Patient): Promise<readonly Remark[]> {
  const { headers, atMs } = await metadata();
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return [skipped('no answer says what time it is')];
  const skewMs = Math.round(atMs - (theirs + halfSecond));
  const data = { skewMs };
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) < noticeableMs) return [fine(`within ${Math.max(1, seconds)} s of the API's`, data)];
  const message = `this machine is ${seconds} s ${skewMs > 0 ? 'ahead' : 'behind'}`;
  const advice = 'set its clock by NTP: the time of impressions, and day and hour of the visitor, depend on it';
  return [Math.abs(skewMs) < harmfulMs ? warning(message, advice, data) : trouble(message, advice, data)];
}
