import type { AxiosInstance } from 'axios';
import type { AnswerStore } from '../core/answer-store.js';
import type { KeyOf, RegisteredExperiences } from '../core/experience.js';
import type { EventStore } from '../core/event-store.js';
import type { Logger } from '../core/logger.js';
import type { Observer } from '../core/observer.js';
import type { QuotaStore } from '../core/quota-store.js';
import type { Identify, IsBot, ReadAttributes, ReadClientIp, ReadConsent, ReadTimeZone } from './request-readers.js';

export type * from './request-readers.js';

/** Data centre of the workspace: 01 US, 02 EU, 03 India, 04 US, 05 Singapore, 06 Indonesia, 101. */
export type DataCenter = '01' | '02' | '03' | '04' | '05' | '06' | '101';

/** Inputs that experiences may depend on. `device` is its kind alone: `mobile`, `tablet`, `desktop`… */
export type VaryName = 'identity' | 'ipAddress' | 'userAgent' | 'device' | 'dayOfWeek' | 'hourOfDay' | 'attributes';

/** What is kept of answers, in memory and in a store. Times in milliseconds. */
export interface CacheOptions {
  /** How long an answer is used without asking again, give or take a tenth. Default: 0, every page asks. */
  readonly ttlMs?: number | undefined;
  /** How much longer it is used at once while it is asked for again. Default: 0. */
  readonly staleWhileRevalidateMs?: number | undefined;
  /** How much longer than `ttlMs` it stands in where asking fails. Default: 600,000. */
  readonly staleIfErrorMs?: number | undefined;
  /** Default: 10,000. */
  readonly maxEntries?: number | undefined;
  /** Roughly. Default: 33,554,432. */
  readonly maxBytes?: number | undefined;
  /**
   * What this workspace's experiences depend on: an answer is used again for a visitor who is equal in all of it.
   * Default: everything that is sent. To leave an input out that they do depend on shows one visitor another's content.
   */
  readonly vary?: readonly VaryName[] | undefined;
  /**
   * Where processes find each other's answers, and ask equal questions once between them: `createRedisStores(…).cache`. What
   * it holds is sealed with a key made from the API key. Default: none, each process has its own.
   */
  readonly store?: AnswerStore | undefined;
}

/** How many calls are made. */
export interface QuotaOptions {
  /** In any minute, by all processes that share the store, or without one by this process. Default: 10,000. */
  readonly perMinute?: number | undefined;
  /** Where processes count together: `createRedisStores(…).quota`. Default: none, each process counts its own. */
  readonly store?: QuotaStore | undefined;
  /**
   * How many processes share the store at most: while it has never been there, each takes its part of the quota. Once it
   * has, their number is known. 1 to 10,000. Default: 10.
   */
  readonly processes?: number | undefined;
}

/** How impressions and clicks are reported. */
export interface EventsOptions {
  /**
   * What counts as an impression. `'render'`: a variation that a view read, on an HTML page that was sent whole.
   * `'visible'`: an element marked by `attrs` that was half visible for a second, as the browser script says.
   * `'manual'`: what `trackImpression` is called for. Default: `'render'`.
   */
  readonly impressions?: 'render' | 'visible' | 'manual' | undefined;
  /** Where events wait for their delivery. Default: in memory, for an hour at most. */
  readonly store?: EventStore | undefined;
  /** Events that may wait; past it impressions are dropped, then clicks. 1 to 1,000,000. Default: 10,000. */
  readonly maxQueued?: number | undefined;
  /** How long an event waits for others to go with it, in milliseconds: 10 to 60,000. Default: 1,000. */
  readonly flushIntervalMs?: number | undefined;
  /** Visitors a request, of whom the API takes 100. 1 to 100. Default: 100. */
  readonly batchSize?: number | undefined;
  /**
   * Report visitors without a `customerId` as well, under an id of ours in a first-party cookie. Each such id becomes a
   * profile in MoEngage. Default: `false`.
   */
  readonly anonymous?: boolean | undefined;
  /**
   * What the tokens in pages are sealed with: 16 characters or more. Of several the first seals and all open, so that a
   * secret can be changed. The same in every process of a site. Default: made from the API key.
   */
  readonly secret?: string | readonly string[] | undefined;
  /**
   * Takes the promise of a delivery where the process is stopped between requests, as serverless hosts do: events then go
   * out at once, and the host waits for them. Default: none.
   */
  readonly waitUntil?: ((delivered: Promise<void>) => void) | undefined;
}

/** Links that force variations for whoever holds one. */
export interface PreviewOptions {
  /**
   * What links are sealed with: 16 characters or more. Of several the first seals and all open. The same in every process
   * of a site.
   */
  readonly secret: string | readonly string[];
  /**
   * A JSON file of variations, `{ [key]: { [variation id]: variables } }`, read once. They come before those that this
   * process has seen from the API. Default: none.
   */
  readonly file?: string | undefined;
}

/** Options of `createPersonalize`. Every one is optional but the credentials, which the environment may give. */
export interface PersonalizeOptions<E extends object = RegisteredExperiences> {
  /** Workspace id (Settings → Account → APIs). Default: `MOENGAGE_WORKSPACE_ID` of the environment. */
  readonly workspaceId?: string | undefined;
  /** Personalize API key, not the general one. Default: `MOENGAGE_PERSONALIZE_API_KEY` of the environment. */
  readonly apiKey?: string | undefined;
  /**
   * Where the workspace lives. Default: `MOENGAGE_DATA_CENTER` of the environment, unless `MOENGAGE_BASE_URL` is set.
   * Excludes `baseUrl`.
   */
  readonly dataCenter?: DataCenter | undefined;
  /**
   * Whole base of the API, up to and without `/experiences`, in place of the data centre's:
   * `https://moengage-proxy.example.com/v1`. `https:` unless the host is loopback; no user, password, query or hash.
   */
  readonly baseUrl?: string | undefined;
  /** Tells who is asking. Default: every visitor is anonymous. */
  readonly identify?: Identify | undefined;
  /** Keys that ride along in every page's one call. Default: none. */
  readonly everyPage?: readonly KeyOf<E>[] | undefined;
  /** Variables to show where the visitor matched nothing or the API could not say. Default: none. */
  readonly defaults?: { readonly [K in KeyOf<E>]?: Readonly<Partial<E[K]>> } | undefined;
  /** Budget of one resolution, in milliseconds: 1 to 60,000. Default: 500. */
  readonly timeoutMs?: number | undefined;
  /** IANA name of the zone that day and hour are given in, or how to read it from a request. Default: `'UTC'`. */
  readonly timeZone?: string | ReadTimeZone | undefined;
  /** Names of the query parameters sent as in-session attributes. Default: the five `utm_*`. */
  readonly queryAttributes?: readonly string[] | undefined;
  /** Keep the landing page's query attributes for the visit, in a first-party cookie of 30 minutes. Default: `false`. */
  readonly rememberUtm?: boolean | undefined;
  /** Further in-session attributes, by request. Default: none. */
  readonly attributes?: ReadAttributes | undefined;
  /**
   * Where the visitor's address comes from. `'trusted'`: `req.ip`, so the application's `trust proxy` decides.
   * `'request-ip'`: the vendor header named in `clientIpHeaders`, only from a trusted proxy. Default: `'trusted'`.
   */
  readonly clientIp?: 'trusted' | 'request-ip' | ReadClientIp | undefined;
  /** Headers that the proxy in front sets and overwrites, for `clientIp: 'request-ip'`: `['cf-connecting-ip']`. */
  readonly clientIpHeaders?: readonly string[] | undefined;
  /** Mask the address to /24 (IPv4) or /48 (IPv6) before it is used. Default: `false`. */
  readonly anonymizeIp?: boolean | undefined;
  /**
   * What the visitor has agreed to. Where the function throws, nothing leaves the process. Default: `'full'`, or
   * `'anonymous'` for a browser that says `Sec-GPC: 1` or `DNT: 1`.
   */
  readonly consent?: ReadConsent | undefined;
  /**
   * Crawlers, link previews and other programs. `'default'`: they get the defaults, without a call. `'personalize'`: they
   * are visitors like any other, who are never reported. A function tells which requests are bots, in place of their
   * User-Agent; those get the defaults. Default: `'default'`.
   */
  readonly bots?: 'default' | 'personalize' | IsBot | undefined;
  /**
   * Pages that a browser loads ahead of its visitor, and HEAD. `'default'`: they get the defaults, without a call.
   * `'personalize'`: they are asked for like any other, and never reported. Default: `'default'`.
   */
  readonly prefetch?: 'default' | 'personalize' | undefined;
  /**
   * Leave an API that keeps failing alone for a while: after half of at least 20 calls in 10 seconds have failed, pages
   * get their defaults at once, and one call at a time finds out whether it is back. Default: `true`.
   */
  readonly breaker?: boolean | undefined;
  /**
   * Calls that are made in any minute, at most; past it pages get their defaults. The last fifth is kept for visitors of
   * whom nothing is known yet. `false`: as many as come. The API's own limit is heeded in any case. Default:
   * `{ perMinute: 10_000 }`, which is what a workspace has.
   */
  readonly quota?: false | QuotaOptions | undefined;
  /**
   * Ask once more, within the deadline, after a refused or broken connection or a 503, if half of the time is left.
   * Default: `true`.
   */
  readonly retry?: boolean | undefined;
  /**
   * Keeps answers, and asks equal questions that are under way at the same time once. `false` turns both off. Default:
   * nothing is fresh, older answers stand in for 10 minutes where the API fails.
   */
  readonly cache?: false | CacheOptions | undefined;
  /**
   * Read the workspace's metadata at the start and daily, and do not ask for keys that are not Active; a key that does
   * not exist is warned about, with the nearest name. Default: `false`.
   */
  readonly activeKeysOnly?: boolean | undefined;
  /** How impressions and clicks are reported; `false`: not at all. Default: what views read is, from memory. */
  readonly events?: false | EventsOptions | undefined;
  /** Where `router()` is mounted: a path, for the addresses that pages get. Default: `'/personalize'`. */
  readonly routerPath?: string | undefined;
  /** Hooks for each stage: calls, settled questions, the breaker, deliveries. Default: none. */
  readonly observer?: Observer | undefined;
  /**
   * What a page that used a matched experience tells caches. `'private'`: `Cache-Control: private, no-store`, unless the
   * application's own value keeps shared caches out as well. `false`: what the application says. Default: `'private'`.
   */
  readonly cacheControl?: 'private' | false | undefined;
  /**
   * Signed links that force variations, or explain pages, for the browser that opens one, until they expire. Such pages
   * count nothing and are kept by no cache. Default: off.
   */
  readonly preview?: PreviewOptions | undefined;
  /**
   * Tell in `Server-Timing` how long a page waited for its experiences and where they came from. Default: `true` where
   * `NODE_ENV` is `development`, else `false`.
   */
  readonly serverTiming?: boolean | undefined;
  /** Name on `res.locals`. Default: `'personalization'`. */
  readonly localsKey?: string | undefined;
  /** Takes warnings and debug lines; `console` and pino fit. Default: silent. */
  readonly logger?: Logger | undefined;
  /**
   * Your own axios instance, for its interceptors. Its requests still go through this package's connection pool,
   * unless the instance has an adapter of its own. Default: none, and they go to the pool at once.
   */
  readonly axios?: Pick<AxiosInstance, 'defaults' | 'request'> | undefined;
}
