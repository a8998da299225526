import type { Clock } from '../core/clock.js';
import { invalidOption } from '../core/option-errors.js';
import { mostTimeoutMs } from '../config/resolve-options.js';
import { PersonalizeError } from '../core/errors.js';
import type { EventElement } from './encode-events.js';
import type { DroppedExperience, ExperienceFailure, FetchedExperience } from './decode-fetch.js';
import { fetchChunks } from './fetch-chunks.js';
import type { CallFailure, ChunkOutcome } from './fetch-chunks.js';
import { experienceStatuses, fetchMetadata, parseStatuses } from './fetch-metadata.js';
import type { ExperienceMeta, ExperienceStatus } from './fetch-metadata.js';
import { parseElements } from './parse-events.js';
import { parseQuery } from './parse-query.js';
import type { FetchQuery } from './parse-query.js';
import { postEvents, readReceipt } from './send-events.js';
import type { SentEvents } from './send-events.js';
import type { CallLimits, Transport } from './transport.js';

/** How long a call may take. */
export interface CallOptions {
  /** Ends the call early; it rejects with `MOE_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Absolute, in milliseconds on the scale of `performance.now()`. Default: now and the `timeoutMs` option. */
  readonly deadline?: number | undefined;
}

/** What came of `fetchExperiences`. */
export interface FetchResult {
  /** The matched experiences. A key that was asked for and is not here did not match, unless a call failed. */
  readonly experiences: readonly FetchedExperience[];
  /** Experiences that came but could not be read. */
  readonly dropped: readonly DroppedExperience[];
  /** What the API says of keys that it could not personalize. */
  readonly failures: readonly ExperienceFailure[];
  /** Calls that failed while others, for further keys, did not. */
  readonly errors: readonly { readonly keys: readonly string[] | 'all'; readonly error: PersonalizeError }[];
}

/** The Personalize API, usable without Express. */
export interface PersonalizeClient {
  /**
   * Resolves experiences for one visitor, 25 keys a call.
   * @throws PersonalizeError where every call failed, or where the query is wrong (`MOE_OPTION_*`).
   */
  readonly fetchExperiences: (query: FetchQuery, options?: CallOptions) => Promise<FetchResult>;
  /**
   * Lists the workspace's experiences. Default: of every status.
   * @throws PersonalizeError
   */
  readonly fetchExperiencesMeta: (
    options?: CallOptions & { readonly status?: readonly ExperienceStatus[] | undefined },
  ) => Promise<readonly ExperienceMeta[]>;
  /**
   * Reports impressions and clicks, in one call and at once: of 1 to 100 customers, each with one element. One event that
   * the API does not like refuses them all.
   * @throws PersonalizeError where the API did not take them, or where they are not as described (`MOE_OPTION_*`).
   */
  readonly sendEvents: (elements: readonly EventElement[], options?: CallOptions) => Promise<SentEvents>;
}

const messages = {
  ABORTED: 'the call was aborted',
  BAD_RESPONSE: 'the API answered with something else than the documented JSON',
  BREAKER_OPEN: 'the API has failed too often lately and is left alone for a while',
  HTTP_ERROR: 'the API answered with an error status',
  NETWORK_ERROR: 'the API could not be reached',
  OVERLOADED: 'too many calls are under way',
  RATE_LIMITED: 'too many calls in this minute, by the count of the API or by our own',
  TIMEOUT: 'the API did not answer within the deadline',
  UNAUTHORIZED: 'the API refused the credentials: check workspaceId, apiKey and dataCenter',
} as const satisfies Record<CallFailure['reason'], string>;

function toError({ reason, status }: CallFailure): PersonalizeError {
  const suffix = status === undefined ? '' : ` [HTTP ${status}]`;
  return new PersonalizeError(`MOE_${reason}`, messages[reason] + suffix, status);
}

function mergeOutcomes(outcomes: readonly ChunkOutcome[]): FetchResult {
  const answers = outcomes.flatMap((outcome) => (outcome.kind === 'fetched' ? [outcome.answer] : []));
  const failed = outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome] : []));
  const [first] = failed;
  if (first && answers.length === 0) throw toError(first.failure);
  return {
    experiences: answers.flatMap(({ experiences }) => [...experiences.values()]),
    dropped: answers.flatMap(({ dropped }) => dropped),
    failures: answers.flatMap(({ failures }) => failures),
    errors: failed.map(({ keys, failure }) => ({ keys, error: toError(failure) })),
  };
}

/**
 * `events`: the way for reports, whose failures say nothing of the calls that pages wait for. Default: the same as for the
 * rest.
 */
export function createPersonalizeClient(
  transport: Transport,
  clock: Clock,
  timeoutMs: number,
  events: Transport = transport,
): PersonalizeClient {
  const limitsOf = ({ deadline, signal }: CallOptions): CallLimits => {
    if (signal !== undefined && !(signal instanceof AbortSignal))
      throw invalidOption('signal', 'an AbortSignal', signal);
    const now = clock.monotonic();
    if (deadline === undefined) return { deadline: now + timeoutMs, signal };
    // `Date.now()` in place of `performance.now()` would mean half a century from now.
    if (!Number.isFinite(deadline) || deadline > now + mostTimeoutMs) {
      throw invalidOption('deadline', `on the scale of performance.now(), at most ${mostTimeoutMs} ms ahead`, deadline);
    }
    return { deadline, signal };
  };
  return {
    async fetchExperiences(query, options = {}) {
      const { keys, ...context } = parseQuery(query);
      return mergeOutcomes(await fetchChunks(transport, context, keys, limitsOf(options)));
    },
    async fetchExperiencesMeta({ status = experienceStatuses, ...options } = {}) {
      const found = await fetchMetadata(transport, parseStatuses(status), limitsOf(options));
      if ('reason' in found) throw toError(found);
      return found;
    },
    async sendEvents(elements, options = {}) {
      const receipt = readReceipt(await postEvents(events, parseElements(elements), limitsOf(options)));
      if ('reason' in receipt) throw toError(receipt);
      return receipt;
    },
  };
}
