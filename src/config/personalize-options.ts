import type { AxiosInstance } from 'axios';
import type { Request } from 'express';
import type { KeyOf, RegisteredExperiences } from '../core/experience.js';
import type { Logger } from '../core/logger.js';
import type { Identity } from '../core/visitor-context.js';

/** Data centre of the workspace: 01 US, 02 EU, 03 India, 04 US, 05 Singapore, 06 Indonesia, 101. */
export type DataCenter = '01' | '02' | '03' | '04' | '05' | '06' | '101';

/** A value, or the promise of one. A promise is waited for no longer than the page's deadline. */
export type Awaitable<Value> = Value | PromiseLike<Value>;

/** Tells who is asking. `undefined`, `null` or an empty identity: an anonymous visitor. */
export type Identify = (req: Request) => Awaitable<Identity | null | undefined>;

/** Values that an in-session attribute may be given as; the wire takes strings. `undefined` and `null` are left out. */
export type AttributeValue = string | number | boolean | null | undefined;

/** Further in-session attributes of a request. */
export type ReadAttributes = (req: Request) => Awaitable<Readonly<Record<string, AttributeValue>> | null | undefined>;

/** Reads the visitor's zone from a request: an IANA name, or `undefined` where it is not known. Must be synchronous. */
export type ReadTimeZone = (req: Request) => string | undefined;

/** Reads the visitor's address from a request. Must be synchronous. */
export type ReadClientIp = (req: Request) => string | undefined;

/** Options of `createPersonalize`. Every one is optional but the credentials, which the environment may give. */
export interface PersonalizeOptions<E extends object = RegisteredExperiences> {
  /** Workspace id (Settings → Account → APIs). Default: `MOENGAGE_WORKSPACE_ID` of the environment. */
  readonly workspaceId?: string | undefined;
  /** Personalize API key, not the general one. Default: `MOENGAGE_PERSONALIZE_API_KEY` of the environment. */
  readonly apiKey?: string | undefined;
  /** Where the workspace lives. Default: `MOENGAGE_DATA_CENTER` of the environment. Excludes `baseUrl`. */
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
  /** Name on `res.locals`. Default: `'personalization'`. */
  readonly localsKey?: string | undefined;
  /** Takes warnings and debug lines; `console` and pino fit. Default: silent. */
  readonly logger?: Logger | undefined;
  /**
   * Your own axios instance, for its interceptors. Its requests still go through this package's connection pool,
   * unless the instance has an adapter of its own. Default: an instance of ours.
   */
  readonly axios?: Pick<AxiosInstance, 'defaults' | 'request'> | undefined;
}
