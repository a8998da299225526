import { countOf } from '../printable.js';
import { fine, trouble, warning } from './finding.js';
import type { Remark } from './finding.js';
import type { Patient } from './patient.js';
import type { Reply } from './probe.js';

/** Below this share of the limit a busy minute may be too much. */
const scarce = 0.1;

/** What the headers of an answer say, as far as they are numbers. */
interface Quota {
  readonly limit?: number;
  readonly remaining?: number;
  /** Epoch seconds. */
  readonly reset?: number;
  /** Seconds. */
  readonly retryAfter?: number;
}

const headerNames: readonly (readonly [keyof Quota, string])[] = [
  ['limit', 'x-ratelimit-limit'],
  ['remaining', 'x-ratelimit-remaining'],
  ['reset', 'x-ratelimit-reset'],
  ['retryAfter', 'retry-after'],
];

function readQuota({ headers }: Reply): Quota {
  const numbers = headerNames.flatMap(([member, name]) => {
    const text = headers.get(name) ?? '';
    return /^\d{1,15}$/.test(text) ? [[member, Number(text)] as const] : [];
  });
  return Object.fromEntries(numbers);
}

/** In how many seconds calls are counted anew; `undefined` where nobody says. */
function secondsLeft({ reset, retryAfter }: Quota, nowMs: number): number | undefined {
  if (retryAfter !== undefined) return retryAfter;
  return reset === undefined ? undefined : Math.max(0, Math.ceil(reset - nowMs / 1_000));
}

function describe({ limit, remaining }: Quota, seconds: number | undefined): string {
  const left = remaining === undefined ? [] : [`${countOf(remaining, 'call')} left`];
  const of = limit === undefined ? [] : [`limit ${limit}`];
  const until = seconds === undefined ? [] : [`counted anew in ${seconds} s`];
  return [...left, ...of, ...until].join(', ');
}

/** How many calls the workspace has left in this minute, as far as the answers so far say. */
export function examineQuota({ probe, clock }: Patient): Promise<readonly Remark[]> {
  const refused = probe.replies.find(({ outcome }) => outcome.kind === 'answered' && outcome.status === 429);
  const telling = refused ?? probe.replies.findLast((reply) => Object.keys(readQuota(reply)).length > 0);
  const quota = telling ? readQuota(telling) : {};
  const seconds = secondsLeft(quota, clock.now());
  const told = describe(quota, seconds);
  const data = { ...quota, ...(seconds !== undefined && { seconds }) };
  if (refused) {
    const advice = "share the workspace's calls out with the quota option, cache answers, or ask for a higher limit";
    return Promise.resolve([trouble(`used up (HTTP 429${told === '' ? '' : `; ${told}`})`, advice, data)]);
  }
  if (told === '') {
    const usual = 'the API tells of it in a 429 only (10,000 fetches a minute for a workspace unless agreed otherwise)';
    return Promise.resolve([fine(`no sign of its end; ${usual}`)]);
  }
  const { limit = Infinity, remaining = Infinity } = quota;
  const advice = 'others use the same workspace: give this application its share by the quota option';
  const isScarce = limit !== Infinity ? remaining < scarce * limit : remaining === 0;
  return Promise.resolve([isScarce ? warning(told, advice, data) : fine(told, data)]);
}
