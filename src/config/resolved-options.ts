import type { Variables } from '../core/experience.js';
import type { Logger } from '../core/logger.js';
import type { SafeObserver } from '../core/observer.js';
import type { Secret } from '../core/secret.js';
import type { CacheControlOption } from './cache-control-option.js';
import type {
  CacheOptions,
  EventsOptions,
  Identify,
  PersonalizeOptions,
  QuotaOptions,
  ReadAttributes,
  ReadClientIp,
  ReadConsent,
  ReadTimeZone,
} from './personalize-options.js';

/** What `src/context` needs to know. */
export interface ContextOptions {
  readonly identify: Identify | undefined;
  readonly timeZone: string | ReadTimeZone;
  readonly queryAttributes: readonly string[];
  readonly rememberUtm: boolean;
  readonly attributes: ReadAttributes | undefined;
  readonly clientIp: 'trusted' | 'request-ip' | ReadClientIp;
  /** Lower case. */
  readonly clientIpHeaders: readonly string[];
  readonly anonymizeIp: boolean;
  readonly consent: ReadConsent | undefined;
  readonly bots: NonNullable<PersonalizeOptions['bots']>;
  readonly prefetch: NonNullable<PersonalizeOptions['prefetch']>;
}

/** What `src/client` needs to know. */
export interface ClientOptions {
  readonly workspaceId: string;
  readonly apiKey: Secret;
  /** No trailing slash. */
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly axios: PersonalizeOptions['axios'];
  readonly breaker: boolean;
  /** `undefined`: no limit of ours. */
  readonly quota: ResolvedQuotaOptions | undefined;
  readonly retry: boolean;
}

/** What is kept of answers; see `CacheOptions`. */
export type ResolvedCacheOptions = {
  readonly [Name in Exclude<keyof CacheOptions, 'store'>]-?: NonNullable<CacheOptions[Name]>;
} & Pick<CacheOptions, 'store'>;

/** How many calls are made; see `QuotaOptions`. */
export interface ResolvedQuotaOptions {
  readonly perMinute: number;
  /** `undefined`: each process counts its own. */
  readonly store: QuotaOptions['store'];
  readonly processes: number;
  /** For tests, which have no minute. Default: 60,000. */
  readonly windowMs?: number | undefined;
}

/** How events are reported; see `EventsOptions`. */
export interface ResolvedEventsOptions {
  readonly impressions: NonNullable<EventsOptions['impressions']>;
  /** `undefined`: in memory. */
  readonly store: EventsOptions['store'];
  readonly maxQueued: number;
  readonly flushIntervalMs: number;
  readonly batchSize: number;
  readonly anonymous: boolean;
  /** The first seals, all open; none: one is made from the API key. */
  readonly secrets: readonly Secret[];
  readonly waitUntil: EventsOptions['waitUntil'];
}

/** Links that force variations; see `PreviewOptions`. */
export interface ResolvedPreviewOptions {
  /** The first seals, all open. */
  readonly secrets: readonly [Secret, ...Secret[]];
  /** Of the file: key → variation id → variables. */
  readonly variations: Readonly<Record<string, Readonly<Record<string, Variables>>>>;
}

/** The public options, parsed once: nothing is missing, nothing is wrong, nothing changes. */
export interface ResolvedOptions extends ContextOptions, ClientOptions {
  readonly everyPage: readonly string[];
  readonly defaults: Readonly<Record<string, Variables>>;
  readonly cache: ResolvedCacheOptions | undefined;
  readonly activeKeysOnly: boolean;
  readonly events: ResolvedEventsOptions | undefined;
  readonly routerPath: string;
  readonly observer: SafeObserver | undefined;
  readonly localsKey: string;
  readonly cacheControl: CacheControlOption;
  /** `undefined`: off. */
  readonly preview: ResolvedPreviewOptions | undefined;
  readonly serverTiming: boolean;
  readonly logger: Logger;
}
